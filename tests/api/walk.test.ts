/**
 * The walk: every route of the API, found by what it says of itself, is asked by those who may not and with what it
 * cannot use. Nothing here names a route but the short lists of exceptions, so a new route is covered the day it exists.
 */
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../core/base/id.ts";
import { LOCALES, type Locale } from "../../core/base/locale.ts";
import { app } from "../../functions/api/app.ts";
import type { ApiDescription } from "../../functions/api/openapi.ts";
import { Problem } from "../../functions/api/problem.ts";
import { bend, CANARY } from "../support/bend.ts";
import {
  FOR_STAFF,
  OPEN_WHILE_CLOSING,
  OPEN_WHILE_RESTRICTED,
  PUBLIC,
  WITHOUT_PAGE,
} from "../support/open-routes.ts";
import { ownedBy } from "../support/owned.ts";
import { browser, person } from "../support/person.ts";
import { fill, ROUTES, type Route } from "../support/routes.ts";
import { rowDigests } from "../support/rows.ts";

type Person = Awaited<ReturnType<typeof person>>;
type Caller = ReturnType<typeof browser>;
const API = ROUTES.filter(({ path }) => path.startsWith("/api/"));
const cases = (routes: readonly Route[]) => routes.map((route) => [route.doc.id, route] as const);
const isWrite = ({ method }: Route) => method !== "GET";
const isPublic = ({ doc }: Route) => doc.access === "public";
const isForStaff = ({ doc }: Route) => doc.access === "staff";
const isPrivate = (route: Route) => !isPublic(route) && !isForStaff(route);
const takesId = ({ doc }: Route) => doc.params !== undefined;
const takesBody = ({ doc }: Route) => doc.sample !== undefined;

let ana: Person;
let stranger: Person;
beforeAll(async () => {
  ana = await person({ credits: 100 });
  stranger = await person({ credits: 100 });
});

type Change = {
  body?: unknown;
  ids?: Record<string, string>;
  headers?: Record<string, string>;
  query?: string;
};

/** Sends a route's sample, or what is given instead. */
async function send(caller: Caller, { method, path, doc }: Route, change: Change = {}): Promise<Response> {
  const call = caller[method.toLowerCase() as keyof Caller];
  const body = "body" in change ? change.body : doc.sample;
  const address = fill(path.replace("/api", ""), change.ids ?? {}) + (change.query ?? "");
  return call(address, body, change.headers ?? {});
}

/** Ids of new things of somebody, for each parameter of the path. */
async function idsOf(who: Person, { doc }: Route): Promise<Record<string, string>> {
  const entries = Object.entries(doc.params ?? {});
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, noun]) => [name, await ownedBy(who, noun)])),
  );
}
const unknownIds = ({ doc }: Route, id: string = newId()) =>
  Object.fromEntries(Object.keys(doc.params ?? {}).map((name) => [name, id]));

/** Checks that an answer is a whole problem without anything that was submitted, and returns it. */
async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(text).not.toContain(CANARY);
  const problem = v.parse(Problem, JSON.parse(text));
  expect([problem.status, problem.detail.length > 0]).toEqual([answer.status, true]);
  return problem;
}

/** Asks the same in both languages. Both must refuse for the same reason, each in its own words. */
async function refusedInBothLanguages(what: string, ask: (locale: Locale) => Promise<Response>) {
  const [english, french] = [await ask("en"), await ask("fr")];
  for (const answer of [english, french]) {
    expect([what, answer.status]).toEqual([
      what,
      expect.toSatisfy((status) => status >= 400 && status < 500),
    ]);
  }
  const [first, second] = [await problemOf(english), await problemOf(french)];
  expect([what, second.code]).toEqual([what, first.code]);
  expect([what, second.detail]).not.toEqual([what, first.detail]);
  return first;
}

describe("who may call", () => {
  test("only the listed routes are public", () => {
    const open = ROUTES.filter(isPublic).map(({ doc }) => doc.id);
    expect(open.sort()).toEqual([...PUBLIC].sort());
  });

  test("only the listed routes are for staff, and they lie under one path", () => {
    const found = ROUTES.filter(isForStaff);
    expect(found.map(({ doc }) => doc.id).sort()).toEqual([...FOR_STAFF].sort());
    expect(found.every(({ path }) => path.startsWith("/api/staff/"))).toBe(true);
    expect(API.filter(({ path }) => path.startsWith("/api/staff")).every(isForStaff)).toBe(true);
  });

  test.each(cases(API.filter(isPrivate)))(
    "%s: signed out it answers 401 and changes nothing",
    async (_, route) => {
      const ids = await idsOf(ana, route);
      const before = await rowDigests();
      const problem = await problemOf(await send(browser(), route, { ids }));
      expect([problem.status, problem.code]).toEqual([401, "unauthenticated"]);
      expect(await rowDigests()).toEqual(before);
    },
  );

  test.each(cases(API.filter(takesId)))(
    "%s: somebody else's id gives what an unknown or malformed one gives, and changes nothing",
    async (_, route) => {
      const ids = await idsOf(ana, route);
      const before = await rowDigests();
      const wanted = [404, "not_found"];
      const tries = [
        ids,
        unknownIds(route),
        ...["1", "%00", "%E0%A4%A", CANARY].map((id) => unknownIds(route, id)),
      ];
      const seen = [];
      for (const attempt of tries) {
        const problem = await problemOf(await send(stranger, route, { ids: attempt }));
        expect([problem.status, problem.code]).toEqual(wanted);
        seen.push({ ...problem, requestId: "" });
      }
      for (const problem of seen) expect(problem).toEqual(seen[0]);
      expect(await rowDigests()).toEqual(before);
    },
  );

  test.each(cases(API.filter((route) => isWrite(route) && isPrivate(route))))(
    "%s: a restricted account may not, unless it is a right that must stay open",
    async (id, route) => {
      const restricted = await person({ credits: 100, restricted: true });
      const ids = await idsOf(restricted, route);
      const before = await rowDigests();
      const answer = await send(restricted, route, { ids });
      if (id in OPEN_WHILE_RESTRICTED) return expect(answer.status).not.toBe(423);
      expect((await problemOf(answer)).code).toBe("account_restricted");
      expect(await rowDigests()).toEqual(before);
    },
  );

  test.each(cases(API.filter((route) => isWrite(route) && isPrivate(route))))(
    "%s: an account that is being closed may not, unless it is a right that must stay open",
    async (id, route) => {
      const closing = await person({ credits: 100, closing: true });
      const ids = await idsOf(closing, route);
      const before = await rowDigests();
      const answer = await send(closing, route, { ids });
      if (id in OPEN_WHILE_CLOSING) return expect(answer.status).not.toBe(423);
      expect((await problemOf(answer)).code).toBe("account_closing");
      expect(await rowDigests()).toEqual(before);
    },
  );

  test("what stays open in either state is a write that exists", () => {
    const writes = API.filter((route) => isWrite(route) && isPrivate(route)).map(({ doc }) => doc.id);
    for (const list of [OPEN_WHILE_RESTRICTED, OPEN_WHILE_CLOSING])
      expect(Object.keys(list).filter((id) => !writes.includes(id))).toEqual([]);
  });
});

test("only the listed writes ask for no token of a page", () => {
  const outside = ROUTES.filter((route) => isWrite(route) && !API.includes(route)).map(({ doc }) => doc.id);
  expect(outside).toEqual(Object.keys(WITHOUT_PAGE));
});

describe("a write that no page of ours sent is refused and changes nothing", () => {
  test.each(cases(API.filter(isWrite)))("%s", async (_, route) => {
    const ids = await idsOf(ana, route);
    const before = await rowDigests();
    const forgeries: [Record<string, string>, string][] = [
      [{ "x-csrf-token": "" }, "csrf_failed"],
      [{ "x-csrf-token": "of-another-page" }, "csrf_failed"],
      [{ origin: "https://evil.example" }, "origin_refused"],
      [{ origin: "null" }, "origin_refused"],
      [{ origin: "" }, "origin_refused"],
    ];
    for (const [headers, code] of forgeries) {
      const problem = await problemOf(await send(ana, route, { ids, headers }));
      expect([problem.status, problem.code]).toEqual([403, code]);
    }
    expect(await rowDigests()).toEqual(before);
  });
});

describe("bad input is refused in the reader's language, and what was sent is not repeated", () => {
  const speakers = async () => {
    const [en, fr] = await Promise.all(LOCALES.map((locale) => person({ credits: 100, locale })));
    if (!en || !fr) throw new Error("one person for each language");
    return { en, fr };
  };

  test.each(cases(API.filter(takesBody)))(
    "%s: every field missing, of another type, too long, too many",
    async (_, route) => {
      const who = await speakers();
      const ids = { en: await idsOf(who.en, route), fr: await idsOf(who.fr, route) };
      const before = await rowDigests();
      const forms = bend(route.doc.sample).map((form) => ({
        ...form,
        ask: (locale: Locale) => send(who[locale], route, { body: form.body, ids: ids[locale] }),
      }));
      for (const { what, ask } of forms.filter((form) => form.mustBeRefused))
        await refusedInBothLanguages(what, ask);
      expect(await rowDigests()).toEqual(before);
      for (const { what, ask } of forms.filter((form) => !form.mustBeRefused))
        expect([what, (await ask("en")).status]).toEqual([what, expect.toSatisfy((status) => status < 500)]);
    },
  );

  test.each(cases(API.filter(takesBody)))(
    "%s: what is no JSON, too large or of another content type",
    async (_, route) => {
      const who = await speakers();
      const ids = { en: await idsOf(who.en, route), fr: await idsOf(who.fr, route) };
      const large = JSON.stringify({ filling: CANARY.repeat(8000) });
      const wrong: [string, string, Record<string, string>][] = [
        ["malformed_json", `{"${CANARY}": `, {}],
        ["malformed_json", CANARY, {}],
        ["body_too_large", large, {}],
        ["body_too_large", large, { "content-length": String(large.length) }],
        ["unsupported_content_type", CANARY, { "content-type": "text/plain" }],
        ["unsupported_content_type", `a=${CANARY}`, { "content-type": "application/x-www-form-urlencoded" }],
      ];
      for (const [code, body, headers] of wrong) {
        const ask = (locale: Locale) => send(who[locale], route, { body, headers, ids: ids[locale] });
        expect((await refusedInBothLanguages(code, ask)).code).toBe(code);
      }
    },
  );

  test.each(cases(API.filter(({ doc }) => doc.idempotent)))(
    "%s: a malformed idempotency key",
    async (_, route) => {
      const who = await speakers();
      const ask = (locale: Locale) =>
        send(who[locale], route, { headers: { "idempotency-key": `${CANARY} x` } });
      expect((await refusedInBothLanguages("key", ask)).code).toBe("invalid_input");
    },
  );

  test("query parameters, for every route that takes some", async () => {
    const who = await speakers();
    const description = (await (await app.request("/api/openapi.json")).json()) as ApiDescription;
    for (const route of API.filter((candidate) => !isWrite(candidate))) {
      const ids = { en: await idsOf(who.en, route), fr: await idsOf(who.fr, route) };
      const operation = description.paths[route.path.replace(/:(\w+)/g, "{$1}")]?.get;
      for (const parameter of operation?.parameters ?? []) {
        if ("$ref" in parameter || parameter.in !== "query") continue;
        const values = [
          CANARY,
          "",
          "%00",
          "0",
          "-1",
          `1700000000000.${"-".repeat(36)}`,
          `1&${parameter.name}=2`,
        ];
        for (const value of values) {
          const query = `?${parameter.name}=${value}`;
          const ask = (locale: Locale) => send(who[locale], route, { query, ids: ids[locale] });
          if (value === "0" && (await ask("en")).status < 400) continue; // "0" is a choice of some parameters
          await refusedInBothLanguages(`${route.doc.id}${query}`, ask);
        }
      }
    }
  });

  test("an address or a method that does not exist", async () => {
    const who = await speakers();
    for (const address of ["/nothing", `/media/${CANARY}/nothing`, `/${CANARY}`])
      expect((await refusedInBothLanguages(address, (locale) => who[locale].get(address))).code).toBe(
        "not_found",
      );
    expect((await refusedInBothLanguages("PUT", (locale) => who[locale].put("/credits", {}))).code).toBe(
      "not_found",
    );
  });
});
