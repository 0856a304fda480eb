/** People for tests: a row and a session made directly (hashing passwords is tested elsewhere), and a browser in process. */
import { randomBytes } from "node:crypto";
import { account } from "../../core/account/account.sql.ts";
import { GRACE_DAYS } from "../../core/account/closing.schema.ts";
import { actAs } from "../../core/base/actor.ts";
import { DAY, fromNow, now } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { db, one, transaction } from "../../core/base/database.ts";
import type { Locale } from "../../core/base/locale.ts";
import { issueCredits } from "../../core/credit/ledger.ts";
import { startSession } from "../../core/session/session.ts";
import { app } from "../../functions/api/app.ts";

type Options = { credits?: number; restricted?: boolean; closing?: boolean; locale?: Locale };
type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;

const CSRF = "csrf-token-of-the-tests";

/** Where a browser is, as the server sees it. */
export type Place = { ip?: string; userAgent?: string };

/** A browser that sends what a page of ours would; `token` is its session, if any. */
export function browser(token?: string, locale: Locale = "en", place: Place = {}) {
  const connection = place.ip ? { requestContext: { http: { sourceIp: place.ip } } } : {};
  const cookies = [`__Host-csrf=${CSRF}`, `lang=${locale}`, ...(token ? [`__Host-session=${token}`] : [])];
  const send =
    (method: string): Send =>
    async (path, body, headers = {}) =>
      app.request(
        `/api${path}`,
        {
          method,
          headers: {
            cookie: cookies.join("; "),
            ...(place.userAgent ? { "user-agent": place.userAgent } : {}),
            ...(method === "GET" ? {} : { origin: config.PUBLIC_URL, "x-csrf-token": CSRF }),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        },
        connection,
      );
  return {
    get: send("GET"),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
  };
}

/** A signed-in person with an active account. */
export async function person(options: Options = {}) {
  const email = `${randomBytes(8).toString("hex")}@example.org`;
  const { locale = "en", credits = 0, restricted = false, closing = false } = options;
  const row = one(
    await db()
      .insert(account)
      .values({
        email,
        firstName: "Ana",
        lastName: "Durand",
        locale,
        passwordHash: "none",
        state: closing ? "closing" : "active",
        verifiedAt: now(),
        lastSignInAt: now(),
        restrictedAt: restricted ? now() : null,
        ...(closing ? { closingAskedAt: now(), closesAt: fromNow(GRACE_DAYS * DAY) } : {}),
      })
      .returning({ id: account.id }),
  );
  if (credits > 0) await transaction(() => issueCredits(row.id, "welcome", credits));
  const session = await startSession(row.id);
  const actor = {
    type: "account",
    accountId: row.id,
    sessionId: session.sessionId,
    restricted,
    suspended: false,
    closing,
  } as const;
  return {
    accountId: row.id,
    email,
    token: session.token,
    ...browser(session.token, locale),
    /** Runs domain code as this person. */
    as: <T>(work: () => Promise<T>) => actAs(actor, work),
  };
}
