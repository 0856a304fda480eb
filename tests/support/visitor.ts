/** Somebody who comes without an account and goes through the real doors: signs up, reads mails, signs in. */
import { randomBytes } from "node:crypto";
import type { Locale } from "../../core/base/locale.ts";
import { linkIn, mailsTo } from "./mailbox.ts";
import { browser, type Place } from "./person.ts";

export const PASSWORD = "seven sleepy herons";

/** A fresh address. */
export const anAddress = () => `${randomBytes(8).toString("hex")}@example.org`;

/** The session token that an answer sets; undefined when it sets none, empty when it clears it. */
export const sessionSet = (response: Response): string | undefined =>
  response.headers
    .getSetCookie()
    .map((cookie) => /^__Host-session=([^;]*)/.exec(cookie)?.[1])
    .find((token) => token !== undefined);

/** A browser that keeps its session cookie. */
export function visitor(place: Place = {}, locale: Locale = "en") {
  let token: string | undefined;
  type Method = "get" | "post" | "put" | "patch" | "delete";
  const send = async (method: Method, path: string, body?: unknown): Promise<Response> => {
    const response = await browser(token, locale, place)[method](path, body);
    const set = sessionSet(response);
    if (set !== undefined) token = set || undefined;
    return response;
  };
  return {
    token: () => token,
    get: (path: string) => send("get", path),
    post: (path: string, body?: unknown) => send("post", path, body),
    put: (path: string, body: unknown) => send("put", path, body),
    patch: (path: string, body: unknown) => send("patch", path, body),
    delete: (path: string) => send("delete", path),
    signIn: (email: string, password = PASSWORD) => send("post", "/session", { email, password }),
  };
}

/** The body of a sign-up. */
export const signUpOf = (email: string, password = PASSWORD, locale: Locale = "en") => ({
  firstName: "Ana",
  lastName: "Durand",
  email,
  password,
  locale,
});

/** The token of the newest link of a kind that was mailed to an address. */
export async function tokenFor(email: string, page: string): Promise<string> {
  for (const mail of await mailsTo(email)) {
    const token = linkIn(mail, page);
    if (token) return token;
  }
  throw new Error(`no mail with a link to ${page}`);
}

/** Signs up and confirms the address. */
export async function registered(email = anAddress(), password = PASSWORD): Promise<string> {
  const someone = visitor();
  const opened = await someone.post("/account", signUpOf(email, password));
  if (opened.status !== 202) throw new Error(`sign-up answered ${opened.status}`);
  const confirmed = await someone.post("/account/verify", { token: await tokenFor(email, "/confirm") });
  if (confirmed.status !== 200) throw new Error(`confirmation answered ${confirmed.status}`);
  return email;
}
