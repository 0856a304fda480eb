/** Who reaches the routes for staff, and that none of them returns anything of a person (E-36). */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { fromNow, MINUTE, now, setClock } from "../../core/base/clock.ts";
import type { Problem } from "../../functions/api/problem.ts";
import { fullPerson } from "../privacy/full-person.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { ROUTES } from "../support/routes.ts";
import { rowDigests } from "../support/rows.ts";
import { provePassword, staffMember } from "../support/staff.ts";

type Caller = ReturnType<typeof browser>;

afterEach(() => setClock());
const FOR_STAFF = ROUTES.filter(({ doc }) => doc.access === "staff").map((route) => ({
  ...route,
  address: route.path.replace("/api", ""),
}));
const OPERATIONS = "/staff/operations";
const problemOf = async (answer: Response) => (await answer.json()) as Problem;

describe.each(FOR_STAFF.map((route) => [route.doc.id, route] as const))("%s", (_, { method, address }) => {
  const ask = (caller: Caller) => caller[method.toLowerCase() as keyof Caller](address);

  test("to everybody but staff it is an address that does not exist, and nothing changes", async () => {
    const [closing, former] = [await person({ closing: true }), await staffMember()];
    await owner`insert into staff (account_id, created_at) values (${closing.accountId}, now())`;
    await owner`delete from staff where account_id = ${former.accountId}`;
    const callers: [string, Caller][] = [
      ["signed out", browser()],
      ["a session that is none", browser("A".repeat(43))],
      ["signed in", await person()],
      ["restricted", await person({ restricted: true })],
      ["staff until a moment ago", former],
      ["staff who close their account", closing],
    ];
    const before = await rowDigests();
    for (const [who, caller] of callers) {
      const answer = await problemOf(await ask(caller));
      const nowhere = await problemOf(await caller.get("/staff/nothing"));
      expect([who, answer.status]).toEqual([who, 404]);
      expect({ ...answer, requestId: "" }).toEqual({ ...nowhere, requestId: "" });
    }
    expect(await rowDigests()).toEqual(before);
  });

  test("staff give their password, and again ten minutes later", async () => {
    const who = await staffMember();
    await owner`update session set proved_at = null where account_id = ${who.accountId}`;
    expect((await problemOf(await ask(who))).code).toBe("password_needed");
    await provePassword(who.accountId);
    expect((await ask(who)).status).toBe(200);
    const proved = now().getTime();
    setClock(() => new Date(proved + 10 * MINUTE));
    expect((await problemOf(await ask(who))).code).toBe("password_needed");
  });

  test("staff whose own processing is restricted may still look: it reads nothing of theirs", async () => {
    const who = await staffMember();
    await owner`update account set restricted_at = now() where id = ${who.accountId}`;
    expect((await ask(who)).status).toBe(200);
  });
});

test("the public description of the API does not name them", async () => {
  const description = await (await browser().get("/openapi.json")).text();
  expect(FOR_STAFF.length).toBeGreaterThan(0);
  expect(
    FOR_STAFF.filter(({ path, doc }) => [path, doc.id].some((name) => description.includes(name))),
  ).toEqual([]);
});

describe("no route for staff returns anything of a person, be it restricted or not", () => {
  let people: Awaited<ReturnType<typeof fullPerson>>[];
  let words: Set<string>;
  beforeAll(async () => {
    people = [await fullPerson("ana"), await fullPerson("ben")];
    words = new Set(people.flatMap(({ made }) => [...made.values()].flat().flatMap(markersOf)));
    await owner`update account set restricted_at = now() where id = ${people[1]?.accountId ?? ""}`;
    // What leads to somebody from tables about nobody: a message, and an erasure that is under way.
    for (const { accountId } of people)
      await owner`insert into outbox (id, queue, body, delay_seconds, created_at)
        values (gen_random_uuid(), 'erase', ${owner.json({ accountId })}, 0, ${fromNow(-60 * MINUTE)})`;
  });

  test.each(["en", "fr"] as const)("in %s", async (locale) => {
    const who = await staffMember(locale);
    expect(words.size).toBeGreaterThan(200);
    for (const { method, address, doc } of FOR_STAFF) {
      const answer = await who[method.toLowerCase() as keyof Caller](address);
      expect([doc.id, answer.status]).toEqual([doc.id, 200]);
      const said = await answer.text();
      expect([doc.id, [...words].filter((word) => said.includes(word))]).toEqual([doc.id, []]);
      for (const own of [who.email, who.accountId]) expect(said).not.toContain(own);
      expect([doc.id, said.match(/[\w.]+@[\w.]+|[0-9a-f]{8}-[0-9a-f]{4}-[47]/g)]).toEqual([doc.id, null]);
    }
  });
});

/** Every text, id and number of a row that occurs nowhere else. */
function markersOf(row: Record<string, unknown>): string[] {
  return Object.values(row).flatMap((value): string[] => {
    if (value instanceof Date || value === null || typeof value === "boolean") return [];
    if (Buffer.isBuffer(value)) return [value.toString("base64"), value.toString("hex"), value.toString()];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length < 8 ? [] : [text];
  });
}

test("the operations can be read as often as one likes, and reading changes nothing", async () => {
  const who = await staffMember();
  const before = await rowDigests();
  const answers = await Promise.all(Array.from({ length: 20 }, () => who.get(OPERATIONS)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(await rowDigests()).toEqual(before);
});
