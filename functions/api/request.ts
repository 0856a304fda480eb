/**
 * What happens to every API request before its route: an id, the language, for writes the proof that one of our own pages
 * sent it (double-submitted token, and Origin), and the actor behind the cookie.
 */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import * as v from "valibot";
import { type Actor, actAs, type RequestFacts } from "../../core/base/actor.ts";
import { config } from "../../core/base/config.ts";
import { AppError } from "../../core/base/error.ts";
import { newId } from "../../core/base/id.ts";
import { chooseLocale, Locale } from "../../core/base/locale.ts";
import { STORED } from "../../core/privacy/cookies.ts";
import { resumeSession } from "../../core/session/session.ts";
import { clearSessionCookie, csrfMatches, readSessionCookie } from "./cookies.ts";

const OUR_ORIGIN = new URL(config.PUBLIC_URL).origin;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** What API Gateway and the Node server each tell of the connection. */
type Connection = {
  requestContext?: { http?: { sourceIp?: string } };
  incoming?: { socket?: { remoteAddress?: string } };
};

const OF_THIS_MACHINE = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * The address of whoever asks. On a server the proxy of the same machine hands requests on and adds the address that it
 * saw to the end of the list; what stands before that, anybody may have written.
 */
function addressOf(c: Context): string | undefined {
  const { requestContext, incoming } = (c.env ?? {}) as Connection;
  if (requestContext) return requestContext.http?.sourceIp;
  const peer = incoming?.socket?.remoteAddress;
  if (config.STAGE === "local" || !OF_THIS_MACHINE.test(peer ?? "")) return peer;
  return c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() || peer;
}

function factsOf(c: Context): RequestFacts {
  const ip = addressOf(c);
  const userAgent = c.req.header("user-agent");
  return {
    requestId: newId<"request">(),
    locale: chooseLocale(getCookie(c, STORED.lang.name), c.req.header("accept-language")),
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
}

/**
 * Opens the scope in which the rest of the request runs, nobody's until `recognise`. Throws `csrf_failed` or
 * `origin_refused` for a forged write.
 */
export const openRequest: MiddlewareHandler = async (c, next) => {
  const facts = factsOf(c);
  c.header("x-request-id", facts.requestId);
  c.header("cache-control", "no-store");
  const work = async () => {
    if (!SAFE_METHODS.has(c.req.method)) refuseForged(c);
    await next();
  };
  await actAs({ type: "nobody" }, work, facts);
};

/**
 * Looks up who is asking, once the body is in. A body can be sent as slowly as one likes: a session that ends meanwhile,
 * and a restriction, closing or erasure that begins, hold for the request all the same. Throws `malformed_json` for a body
 * that breaks off.
 */
export const recognise: MiddlewareHandler = async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) await readBody(c);
  await actAs(await actorOf(c), next);
};

/** Reads the body into the memory of the request, where the route finds it. */
async function readBody(c: Context): Promise<void> {
  try {
    await c.req.arrayBuffer();
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError("malformed_json", {}, { cause });
  }
}

/**
 * Opens the scope of a page that a signed link in a mail leads to: nobody's, whoever may be signed in, and in the language
 * of the mail. What it asks for is proved by the signature alone, so neither Origin nor token is looked at.
 */
export const openLink: MiddlewareHandler = async (c, next) => {
  const { locale, ...facts } = factsOf(c);
  c.header("x-request-id", facts.requestId);
  c.header("cache-control", "no-store");
  const wanted = c.req.query("lang");
  await actAs({ type: "nobody" }, next, { ...facts, locale: v.is(Locale, wanted) ? wanted : locale });
};

function refuseForged(c: Context): void {
  if (c.req.header("origin") !== OUR_ORIGIN) throw new AppError("origin_refused");
  if (!csrfMatches(c)) throw new AppError("csrf_failed");
}

async function actorOf(c: Context): Promise<Actor> {
  const token = readSessionCookie(c);
  if (token === undefined) return { type: "nobody" };
  const actor = await resumeSession(token);
  if (actor) return actor;
  clearSessionCookie(c);
  return { type: "nobody" };
}
