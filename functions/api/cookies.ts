/** The cookies that the API sets, by the names and lives of the registry (core/privacy/cookies.ts). */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { randomToken, sameText } from "../../core/base/secret.ts";
import { STORED } from "../../core/privacy/cookies.ts";

const { session, csrf } = STORED;
const HOST_ONLY = { secure: true, path: "/", sameSite: "Lax" } as const;

/** The session token that the browser sent. */
export const readSessionCookie = (c: Context): string | undefined => getCookie(c, session.name);

/** Keeps a new session in the browser, unreadable by scripts, for its whole life. */
export function setSessionCookie(c: Context, token: string): void {
  setCookie(c, session.name, token, { ...HOST_ONLY, httpOnly: !session.readable, maxAge: session.seconds });
}

/** Forgets the session. */
export function clearSessionCookie(c: Context): void {
  deleteCookie(c, session.name, { secure: true, path: "/" });
}

/** Makes sure that the page has a token to send back with its writes. It lasts as long as the browser is open. */
export function ensureCsrfCookie(c: Context): void {
  if (!getCookie(c, csrf.name))
    setCookie(c, csrf.name, randomToken(), { ...HOST_ONLY, httpOnly: !csrf.readable });
}

/** True when the header repeats the cookie: only a page of this origin can read it. */
export function csrfMatches(c: Context): boolean {
  const cookie = getCookie(c, csrf.name);
  const header = c.req.header("x-csrf-token");
  return Boolean(cookie) && sameText(cookie ?? "", header ?? "");
}
