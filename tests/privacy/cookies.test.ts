/** The registry of what is kept in browsers, held against what browsers are really given. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { COUNTED_PAGES } from "../../core/page-count/page-count.schema.ts";
import { bannerNeeded, STORED, STORED_ITEMS, type StoredItem } from "../../core/privacy/cookies.ts";
import { app } from "../../functions/api/app.ts";
import { rememberLocale } from "../../web/src/locale.ts";
import { person } from "../support/person.ts";
import { ROUTES } from "../support/routes.ts";
import { PASSWORD, registered, visitor } from "../support/visitor.ts";

afterEach(() => vi.unstubAllGlobals());
const nameOf = (cookie: string) => cookie.split("=")[0] ?? "";
const lifeOf = (cookie: string) => Number(/Max-Age=(\d+)/i.exec(cookie)?.[1] ?? Number.NaN);

test("three cookies without consent and nothing else: session, csrf, lang, and none lives longer than promised", () => {
  expect(STORED_ITEMS.map(({ name }) => name)).toEqual(["__Host-session", "__Host-csrf", "lang"]);
  expect(STORED_ITEMS.every(({ necessary, kind }) => necessary && kind === "cookie")).toBe(true);
  const days = STORED_ITEMS.map(({ seconds }) => seconds && seconds / 86_400);
  expect(days).toEqual([90, null, expect.toSatisfy((life: number) => life <= 184)]);
});

test("the registry decides about the banner: none as it is, one as soon as anything optional is kept", () => {
  const optional: StoredItem = { ...STORED.lang, name: "_visits", kind: "local_storage", necessary: false };
  expect(bannerNeeded()).toBe(false);
  expect(bannerNeeded([...STORED_ITEMS, optional])).toBe(true);
});

test("every page of the API that anybody may read sets no cookie but those of the registry, with their lives", async () => {
  const open = ROUTES.filter(({ method, doc }) => method === "GET" && doc.access === "public");
  expect(open.length).toBeGreaterThan(5);
  const seen = new Set<string>();
  for (const { path } of open) {
    const answer = await app.request(path, { headers: { "accept-language": "fr" } });
    for (const cookie of answer.headers.getSetCookie()) {
      const item = STORED_ITEMS.find(({ name }) => name === nameOf(cookie));
      expect([path, item?.necessary]).toEqual([path, true]);
      expect([path, lifeOf(cookie)]).toEqual([path, item?.seconds ?? Number.NaN]);
      expect(/; HttpOnly/i.test(cookie)).toBe(!item?.readable);
      expect(cookie).toMatch(/; Secure/i);
      seen.add(nameOf(cookie));
    }
    // An ETag on a private answer would be an identifier by another name.
    if (path.startsWith("/api/session")) expect(answer.headers.get("etag")).toBeNull();
  }
  expect([...seen]).toEqual([STORED.csrf.name]);
});

test("signing in sets the session of the registry, unreadable by scripts, for its whole life", async () => {
  const email = await registered();
  const answer = await visitor().signIn(email, PASSWORD);
  const cookies = answer.headers.getSetCookie();
  expect(cookies.map(nameOf)).toEqual([STORED.session.name]);
  expect(cookies.map(lifeOf)).toEqual([STORED.session.seconds]);
  expect(cookies[0]).toMatch(/; HttpOnly; Secure; SameSite=Lax/);
});

test("the pages write one thing, the chosen language, under the name and for the life of the registry", () => {
  const document = { cookie: "" };
  vi.stubGlobal("document", document);
  vi.stubGlobal("location", { protocol: "https:" });
  rememberLocale("fr");
  expect([nameOf(document.cookie), lifeOf(document.cookie)]).toEqual([STORED.lang.name, STORED.lang.seconds]);
  const locale = readFileSync("web/src/locale.ts", "utf8");
  expect(locale.match(/document\.cookie =/g)).toHaveLength(1);
});

test("every page can be counted, by its address without its parameters", () => {
  const routes = [...readFileSync("web/src/routes.ts", "utf8").matchAll(/route\(\s*"([^"]+)"/g)].map(
    ([, path]) => path,
  );
  expect(routes.length).toBeGreaterThan(10);
  expect(routes.filter((path) => !(COUNTED_PAGES as readonly string[]).includes(path ?? ""))).toEqual([]);
  expect(new Set(COUNTED_PAGES).size).toBe(COUNTED_PAGES.length);
});

test("consents are for signed-in accounts: a visitor is asked nothing and counted nowhere", async () => {
  const ana = await person();
  expect((await ana.get("/privacy/consents")).status).toBe(200);
  expect((await visitor().get("/privacy/consents")).status).toBe(401);
  expect((await visitor().post("/page-counts", { page: "/" })).status).toBe(401);
});
