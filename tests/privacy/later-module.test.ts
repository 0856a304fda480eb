/** A module that nobody knew when the engines were written falls under all of them, and under the test of two people. */
import "./later-module.ts"; // before the engines, which work out at once what they need

import { getTableName } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { db } from "../../core/base/database.ts";
import { scanFor } from "../../core/privacy/erasure/scan.ts";
import { collectTraces } from "../../core/privacy/erasure/traces.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { recordOfProcessing } from "../../core/privacy/record/record.ts";
import { belongsTo } from "../../core/privacy/subject.ts";
import { owner } from "../support/owner.ts";
import { exportOf, manifestOf, textOf } from "./archive.ts";
import { askedElsewhere, createLaterTables, LATER, LATER_MEANING, laterProject } from "./later-module.ts";
import { type TwoPeople, twoPeople } from "./two-people.ts";
import { placesOf, shareOf } from "./world.ts";

const NAMES = Object.values(LATER).map((table) => getTableName(table));
let people: TwoPeople;
beforeAll(async () => {
  await createLaterTables();
  people = await twoPeople(LATER_MEANING);
}, 300_000);
afterEach(() => setClock());

const rowsOf = async (name: string, accountId?: string) =>
  owner.unsafe(`select * from ${name}${accountId ? ` where account_id = '${accountId}'` : ""}`);

test("the two people were in all of its tables", () => {
  for (const { texts } of [people.ana, people.ben])
    expect(placesOf(texts, people.before)).toEqual(
      expect.arrayContaining(NAMES.map((name) => `table public.${name}`)),
    );
});

test("erasure: nothing of one is left in its tables, objects or remote copies, nothing of the other has moved", async () => {
  const { ana, ben, before, after } = people;
  expect(placesOf(ana.texts, { ...after, mails: [] })).toEqual([]);
  expect(shareOf(ben.texts, after)).toEqual(shareOf(ben.texts, before));
  const copies = ana.made.get("later_copy")?.map(({ placeId }) => placeId) ?? [];
  expect(copies).toHaveLength(2);
  for (const copy of copies) expect(askedElsewhere.filter((asked) => asked === copy)).toHaveLength(2);
  expect(askedElsewhere).toHaveLength(4);
});

test("what the law keeps ten years stays whole, and leads to nobody", async () => {
  const { ana } = people;
  const customers = ana.made.get("later_book")?.map(({ customer }) => customer) ?? [];
  const kept =
    await owner`select account_id, customer from later_book where customer = any(${customers as string[]})`;
  expect(kept).toHaveLength(2);
  for (const { account_id } of kept) expect(account_id).not.toBe(ana.accountId);
  expect(new Set(kept.map(({ account_id }) => account_id)).size).toBe(1);
});

test("scan: a trace in any of its tables is found, whether in a text, an array, JSON or an id", async () => {
  const { ben } = people;
  // Texts of rows that lead to somebody who is there are theirs; an id of the erased one is a leftover even there.
  const id = String(ben.made.get("media")?.[0]?.id);
  await owner`update later_note set words = array['see', ${id}]`;
  await owner`update later_scene set plan = ${owner.json({ deep: id })}`;
  const { leftovers } = await scanFor(await collectTraces(ben.accountId));
  const places = leftovers.map(({ place }) => place);
  expect(places).toEqual(
    expect.arrayContaining([
      "later_book.account_id",
      "later_project.id",
      "later_project.cover_key",
      "later_scene.plan",
      "later_note.words",
      "later_note.scene_id",
      "later_copy.place_id",
    ]),
  );
});

test("export: its rows and files are handed out, what is derived is listed as left out", async () => {
  const { ben } = people;
  await owner`delete from export_item where export_id in (select id from data_export where account_id = ${ben.accountId})`;
  const archive = await exportOf(ben);
  for (const name of NAMES) expect(JSON.parse(textOf(archive, `data/${name}.json`)), name).toHaveLength(2);
  const covers = manifestOf(archive).files.filter(({ of }) => of?.table === "later_project");
  expect(covers).toHaveLength(1);
  expect(manifestOf(archive).exclusions).toContainEqual(
    expect.objectContaining({ table: "later_project", column: "sketchKey", file: true, ground: "derived" }),
  );
});

test("record of processing: its tables and its outside place are in it, with the rule of ten years", () => {
  const record = recordOfProcessing(config);
  const held = record.flatMap((activity) => activity.held);
  expect(held).toEqual(expect.arrayContaining([...Object.keys(LATER), "processor: elsewhere"]));
  expect(record.find(({ purpose }) => purpose === "legal")?.retention).toContain("laterBooks");
});

test("purge: content goes after a year with what lies below it, to the second", async () => {
  const { ben } = people;
  const created = new Date("2026-03-01T12:00:00Z");
  await db().update(laterProject).set({ createdAt: created }).where(belongsTo(laterProject, ben.accountId));
  setClock(() => new Date("2027-03-01T11:59:59.999Z"));
  await purge(["content"]);
  expect(await rowsOf("later_project")).toHaveLength(2);
  setClock(() => new Date("2027-03-01T12:00:00.000Z"));
  await purge(["content"]);
  for (const name of ["later_project", "later_scene", "later_note"])
    expect(await rowsOf(name), name).toEqual([]);
});

test("purge: books go ten years after the end of the financial year, and not before", async () => {
  await owner`update later_book set financial_year_ends_at = '2026-12-31T23:00:00Z'`;
  setClock(() => new Date("2036-12-31T22:59:59.999Z"));
  await purge(["laterBooks" as never]);
  expect(await rowsOf("later_book")).toHaveLength(4);
  setClock(() => new Date("2036-12-31T23:00:00.000Z"));
  await purge(["laterBooks" as never]);
  expect(await rowsOf("later_book")).toEqual([]);
});
