/**
 * One route: its documentation, who may call it, and what it accepts, said once and beside the handler. A route is for
 * signed-in accounts unless it says otherwise. Generated tests walk all routes by what is said here.
 */
import type { Context, MiddlewareHandler } from "hono";
import { describeRoute, resolver, validator } from "hono-openapi";
import * as v from "valibot";
import { currentActor } from "../../core/base/actor.ts";
import { AppError, invalidInput } from "../../core/base/error.ts";
import { keyedHash } from "../../core/base/secret.ts";

export type RouteDoc = {
  /** Operation id, for example `sessions.revoke`. */
  id: string;
  summary: string;
  /** `staff`: who else asks finds nothing at this address, which core/staff sees to; the description leaves it out. */
  access?: "account" | "public" | "staff";
  /** The signed link of a mail is the proof: no token of a page is asked for, also for a write (public routes only). */
  signedLink?: true;
  /** The answer's schema; null for an answer without a body; "redirect" to a file; or the media type of a text. */
  answers: v.GenericSchema | null | "redirect" | "text/html" | "text/css";
  status?: 200 | 201 | 202 | 204;
  /** A valid body. Tests send it signed out, as a stranger, restricted, and bent out of shape. */
  sample?: unknown;
  /** It honours the Idempotency-Key header: sending the same request again does it once. */
  idempotent?: true;
  /** The noun behind each path parameter, so that tests can fill in the id of somebody else's. */
  params?: Record<string, string>;
};

const docs = new WeakMap<object, RouteDoc>();
/** Where openapi.ts describes the answer that every route may give. */
const PROBLEM_RESPONSE = "#/components/responses/Problem";
const KEY_PATTERN = /^[\w.:-]{8,100}$/;

/** What a route said of itself, found by one of its middlewares. */
export const routeDocOf = (handler: object): RouteDoc | undefined => docs.get(handler);

/** What a success answers: its status and its content by media type. */
function successOf({ answers, status }: RouteDoc) {
  if (answers === "redirect") return { status: 302, content: {} };
  if (answers === null) return { status: status ?? 204, content: {} };
  const content =
    typeof answers === "string"
      ? { [answers]: { schema: { type: "string" } as const } }
      : { "application/json": { schema: resolver(answers) } };
  return { status: status ?? 200, content };
}

const IDEMPOTENCY_KEY = {
  in: "header",
  name: "Idempotency-Key",
  schema: { type: "string", pattern: KEY_PATTERN.source },
} as const;

/** Documents a route and lets in only who may call it. */
export function doc(route: RouteDoc): MiddlewareHandler {
  const { status, content } = successOf(route);
  const description = describeRoute({
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split(".")[0] ?? ""],
    ...(route.access === "staff" ? { hide: true } : {}),
    ...(route.access === "public" ? { security: route.signedLink ? [{ link: [] }] : [] } : {}),
    ...(route.idempotent ? { parameters: [IDEMPOTENCY_KEY] } : {}),
    responses: {
      [status]: { description: route.summary, ...(Object.keys(content).length > 0 ? { content } : {}) },
      default: { $ref: PROBLEM_RESPONSE },
    },
  });
  const middleware: MiddlewareHandler = (_, next) => {
    const forAccounts = route.access === undefined || route.access === "account";
    if (forAccounts && currentActor().type !== "account") throw new AppError("unauthenticated");
    return next();
  };
  docs.set(middleware, route);
  // hono-openapi finds its description by a property of the middleware.
  return Object.assign(middleware, description);
}

type Checked = { data: unknown } & (
  | { success: true }
  | { success: false; error: readonly v.BaseIssue<unknown>[] }
);
const check = (result: unknown): void => {
  const checked = result as Checked;
  if (!checked.success) throw invalidInput(checked.error);
  const path = pathOfNul(checked.data);
  if (path !== undefined) throw new AppError("invalid_input", { fields: [{ path, rule: "malformed" }] });
};

/** Where a text holds the character U+0000, which no text column of Postgres can keep; undefined when none does. */
function pathOfNul(value: unknown, path: string[] = []): string | undefined {
  if (typeof value === "string") return value.includes("\0") ? path.join(".") : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathOfNul(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Accepts a JSON body of this shape. Throws `unsupported_content_type`, `malformed_json` or `invalid_input`. */
export const body = <S extends v.GenericSchema>(schema: S) => validator("json", schema, check);

/** Accepts query parameters of this shape. Throws `invalid_input`. */
export const queryParameters = <S extends v.GenericSchema>(schema: S) => validator("query", schema, check);

/**
 * What is stored of the caller's Idempotency-Key, or undefined: a keyed digest, for whatever the caller has made it of must
 * be neither kept nor taken for a trace of them where it stands by chance. Throws `invalid_input` for one that is not 8 to
 * 100 plain characters.
 */
export function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return undefined;
  if (!KEY_PATTERN.test(key))
    throw new AppError("invalid_input", { fields: [{ path: "Idempotency-Key", rule: "malformed" }] });
  return keyedHash("idempotency-key", key);
}

/** The id in the path. Throws `not_found` for what cannot be an id, like for one that nobody has. */
export function pathId(c: Context): string {
  const id = c.req.param("id") ?? "";
  if (!v.is(v.pipe(v.string(), v.uuid()), id)) throw new AppError("not_found");
  return id;
}

/** A counting number in the path. Throws `not_found` for what is none. */
export function pathNumber(c: Context, name: string): number {
  const text = c.req.param(name) ?? "";
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new AppError("not_found");
  return Number(text);
}

/** Refuses a body that is not JSON before anything reads it. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header("content-type");
  const empty = c.req.header("content-length") === "0" || (type === undefined && !c.req.raw.body);
  if (["POST", "PUT", "PATCH"].includes(c.req.method) && !empty) {
    if (!type || !/^application\/json\s*(;|$)/i.test(type)) throw new AppError("unsupported_content_type");
  }
  await next();
};
