/** Somebody who uses the service of the drill through its API, as a browser would. */
import { setTimeout as pause } from "node:timers/promises";

export const PASSWORD = "seven sleepy herons at dusk";
const PATIENCE_MS = 60_000;

export type Json = Record<string, unknown>;
export type Answer = { status: number; body: Json };

/** Asks again until there is an answer. Throws with what was awaited. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const limit = performance.now() + PATIENCE_MS;
  while (performance.now() < limit) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await pause(50);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** A browser that keeps its cookies, also when it is told to forget them: like somebody who has copied them. */
export function browser(url: string) {
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(method === "GET" ? {} : { origin: url, "x-csrf-token": cookies.get("__Host-csrf") ?? "" }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : {} };
  };
  return {
    get: (path: string) => send("GET", path),
    post: (path: string, body?: unknown) => send("POST", path, body),
    put: (path: string, body: unknown) => send("PUT", path, body),
    delete: (path: string) => send("DELETE", path),
    signIn: async (email: string, password = PASSWORD) => {
      await send("GET", "/session");
      return send("POST", "/session", { email, password });
    },
  };
}
export type Browser = ReturnType<typeof browser>;

type Mail = { to: string; links: string[] };

/** The newest link to a page in the mails to an address. */
export const mailedLink = (url: string, address: string, page: string): Promise<URL> =>
  until(`a mail with a link to ${page}`, async () => {
    const mails = (await (await fetch(`${url}/sandbox/mail/messages`)).json()) as Mail[];
    const links = mails.filter(({ to }) => to.includes(address)).flatMap((mail) => mail.links);
    return links.map((link) => new URL(link)).find(({ pathname }) => pathname === page);
  });

const need = (answer: Answer, ...allowed: number[]): Json => {
  if (!allowed.includes(answer.status))
    throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/**
 * Signs up, follows the link, signs in, gives every consent, reads where the work goes and makes a picture. `name` goes
 * into every text.
 */
export async function enrol(url: string, name: string) {
  const email = `${name.toLowerCase()}@example.org`;
  const page = browser(url);
  await page.get("/session");
  const names = { firstName: name, lastName: `${name}-Drill` };
  need(await page.post("/account", { ...names, email, password: PASSWORD, locale: "en" }), 202);
  const token = (await mailedLink(url, email, "/confirm")).searchParams.get("token");
  need(await page.post("/account/verify", { token }), 200);
  const { account } = need(await page.signIn(email), 200);
  for (const purpose of ["marketing", "analytics", "personalization"]) await consent(page, purpose, true);
  const { version, locale } = need(await page.get("/privacy/transfer-notice"), 200);
  need(await page.put("/privacy/transfer-notice", { version, locale }), 204);
  return { name, email, page, id: String((account as Json).id), pictures: [await paint(page, name)] };
}
export type Person = Awaited<ReturnType<typeof enrol>>;

type Consent = { purpose: string; given: boolean; notice: { version: string; locale: string } };

/** Which consents are given. */
export async function consentsOf(page: Browser): Promise<string[]> {
  const { consents } = need(await page.get("/privacy/consents"), 200) as { consents: Consent[] };
  return consents.filter(({ given }) => given).map(({ purpose }) => purpose);
}

/** Gives a consent to the notice that is shown, or takes it back. */
export async function consent(page: Browser, purpose: string, given: boolean): Promise<void> {
  const { consents } = need(await page.get("/privacy/consents"), 200) as { consents: Consent[] };
  const notice = consents.find((each) => each.purpose === purpose)?.notice;
  const shown = given ? { noticeVersion: notice?.version, noticeLocale: notice?.locale } : {};
  need(await page.put("/privacy/consents", { purpose, given, ...shown }), 200);
}

/** Lays directives for after death down. */
export async function layDown(page: Browser): Promise<void> {
  const { notice } = need(await page.get("/privacy/directive"), 200) as { notice: Consent["notice"] };
  const choices = { creations: "hand_over", account: "erase", creditHistory: "keep" };
  const executor = { name: "Paul Drill", email: "paul@example.org" };
  const shown = { noticeVersion: notice.version, noticeLocale: notice.locale, consent: true };
  need(await page.put("/privacy/directive", { choices, executor, ...shown }), 200);
}

/** Has a picture made. Returns the id of the generation. */
export async function paint(page: Browser, name: string): Promise<string> {
  const prompt = `A lighthouse for ${name}-Drill`;
  const settings = { kind: "image", model: "image-01", prompt, aspectRatio: "1:1", count: 1 };
  const { quote } = need(await page.post("/quotes", { settings }), 200);
  const { id } = need(await page.post("/generations", { settings, quote }), 201);
  await until("a picture", async () => {
    const { state } = need(await page.get(`/generations/${id}`), 200);
    if (state === "failed") throw new Error("the stand-in made no picture");
    return state === "ready";
  });
  return String(id);
}
