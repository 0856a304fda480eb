/** The three cookies of the service, all strictly necessary (art. 82 of the French act): session, csrf, lang. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { randomToken, sameText } from "../../core/base/secret.ts";
import { SESSION_SECONDS } from "../../core/session/session.ts";

const SESSION = "session";
const CSRF = "csrf";
const HOST_ONLY = { prefix: "host", secure: true, path: "/", sameSite: "Lax" } as const;

/** The session token that the browser sent. */
export const readSessionCookie = (c: Context): string | undefined => getCookie(c, SESSION, "host");

/** Keeps a new session in the browser, unreadable by scripts, for its whole life. */
export function setSessionCookie(c: Context, token: string): void {
  setCookie(c, SESSION, token, { ...HOST_ONLY, httpOnly: true, maxAge: SESSION_SECONDS });
}

/** Forgets the session. */
export function clearSessionCookie(c: Context): void {
  deleteCookie(c, SESSION, { prefix: "host", secure: true, path: "/" });
}

/** Makes sure that the page has a token to send back with its writes. It lasts as long as the browser is open. */
export function ensureCsrfCookie(c: Context): void {
  if (!getCookie(c, CSRF, "host")) setCookie(c, CSRF, randomToken(), { ...HOST_ONLY, httpOnly: false });
}

/** True when the header repeats the cookie: only a page of this origin can read it. */
export function csrfMatches(c: Context): boolean {
  const cookie = getCookie(c, CSRF, "host");
  const header = c.req.header("x-csrf-token");
  return Boolean(cookie) && sameText(cookie ?? "", header ?? "");
}
