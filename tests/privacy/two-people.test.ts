/** The test of the whole erasure: two people of whom everything is filled in, one of them is erased, and everything is looked at. */
import { getTableName } from "drizzle-orm";
import { beforeAll, expect, inject, test } from "vitest";
import { allTables } from "../../core/privacy/inventory.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { type TwoPeople, twoPeople } from "./two-people.ts";
import { placesOf, shareOf, type World } from "./world.ts";

let people: TwoPeople;
beforeAll(async () => {
  people = await twoPeople();
}, 300_000);

test("before, both are found in every table about somebody, in every bucket, queue and dead-letter queue", () => {
  const { ana, ben, before } = people;
  for (const { texts } of [ana, ben]) {
    const places = placesOf(texts, before);
    for (const { table } of allTables())
      if (mapOf(table).subject !== "nobody") expect(places).toContain(`table public.${getTableName(table)}`);
    expect(places).toContain("table public.outbox");
    expect(places.filter((place) => place.startsWith("object")).length).toBeGreaterThan(20);
    expect(new Set(places.filter((place) => place.startsWith("message"))).size).toBeGreaterThan(8);
  }
});

test("nothing of the erased one is left anywhere", () => {
  const { ana, after } = people;
  const mails = after.mails.filter((mail) => !mail.includes(`To: ${ana.made.get("account")?.[0]?.email}`));
  expect(placesOf(ana.texts, { ...after, mails })).toEqual([]);
});

test("nothing of the other one has moved: rows, objects, unfinished uploads and messages are the same to the byte", () => {
  const { ben, before, after } = people;
  expect(shareOf(ben.texts, after)).toEqual(shareOf(ben.texts, before));
});

test("what the law keeps is kept, under a pseudonym: as many rows as there were", () => {
  const { before, after } = people;
  for (const { table } of allTables()) {
    const { onErase, subject } = mapOf(table);
    if (subject === "nobody" || onErase === "delete") continue;
    const name = `public.${getTableName(table)}`;
    const kept = after.tables.get(name)?.length ?? 0;
    expect(kept, name).toBeGreaterThanOrEqual(before.tables.get(name)?.length ?? 0);
  }
});

test("the clip of the erased one is gone at the provider, the other's stands there", async () => {
  const files = (await (await fetch(`${inject("minimaxUrl")}/sandbox/files`)).json()) as {
    id: string;
    deleted: boolean;
  }[];
  const isGone = (id: string) => files.find((file) => file.id === id)?.deleted;
  expect(people.ana.remoteIds.map(isGone)).toEqual([true]);
  expect(people.ben.remoteIds.map(isGone)).toEqual([false]);
});

test.each<[string, (world: World) => World, RegExp]>([
  [
    "a table that the engine had left out",
    (world) => ({
      ...world,
      tables: new Map([...world.tables, ["public.media", people.before.tables.get("public.media") ?? []]]),
    }),
    /^table public\.media$/,
  ],
  [
    "an object that had stayed",
    (world) => ({ ...world, objects: people.before.objects.slice() }),
    /^object /,
  ],
  [
    "a dead letter that had stayed",
    (world) => ({
      ...world,
      messages: people.before.messages.filter((message) => message.includes("-dead ")),
    }),
    /^message in .*-dead$/,
  ],
  [
    "an id of a session in the log",
    (world) => ({
      ...world,
      log: [...world.log, JSON.stringify({ event: "x", sessionId: people.ana.made.get("session")?.[0]?.id })],
    }),
    /^log x$/,
  ],
])("%s would be found", (_, mutate, place) => {
  const places = placesOf(people.ana.texts, mutate({ ...people.after, mails: [] }));
  expect(places.length).toBeGreaterThan(0);
  for (const each of places) expect(each).toMatch(place);
});
