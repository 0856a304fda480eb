/**
 * Who may read the mails of a preview: whoever was given its key, by the link in the comment of the pull request. Nobody
 * else is told that there is anything, and no search engine keeps what it was shown.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { MAILBOX_PATH } from "../sandbox/mailbox/pages.ts";

/** The browser keeps the key after the first visit, so that it stands in no further address. */
const COOKIE = "mailbox";

/** Compares digests, which are of one length, in constant time. */
const isSame = (given: string | undefined, key: string): boolean =>
  timingSafeEqual(digest(given ?? ""), digest(key));
const digest = (text: string) => createHash("sha256").update(text).digest();

/** Shows an app under its path to who brings the key: once as `?key=`, afterwards as a cookie. Everybody else gets a 404. */
export function behindKey(key: string, app: Hono): Hono {
  const door = new Hono();
  door.use(async (c, next) => {
    await next();
    c.header("x-robots-tag", "noindex, nofollow");
    c.header("cache-control", "no-store");
  });
  door.use(async (c, next) => {
    if (isSame(c.req.query("key"), key)) return remember(c, key);
    if (isSame(getCookie(c, COOKIE, "secure"), key)) return next();
    return c.text("Not found", 404);
  });
  door.route("/", app);
  return new Hono().route(MAILBOX_PATH, door);
}

function remember(c: Context, key: string): Response {
  // Lax: the visit begins with a link on another site.
  const held = {
    path: MAILBOX_PATH,
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
    prefix: "secure",
  } as const;
  setCookie(c, COOKIE, key, held);
  return c.redirect(c.req.path, 303);
}
