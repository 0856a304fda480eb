/** The log goes by whole days: none before its year is over, all of it within a day after that. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, setClock } from "../../core/base/clock.ts";
import { asEraser, db } from "../../core/base/database.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { setDatabaseClock } from "../support/database-clock.ts";
import { owner } from "../support/owner.ts";

const at = async (instant: string) => {
  setClock(() => new Date(instant));
  await setDatabaseClock(new Date(instant));
};
const prepare = (first: string, days: number) =>
  owner`select prepare_security_event_days(${first}::date, ${days}::int)`;
const log = (instants: string[]) =>
  owner`insert into security_event (id, at, kind) select gen_random_uuid(), t, 'signed_in' from unnest(${instants}::timestamptz[]) t`;
const left = async () =>
  (await owner`select at from security_event order by at`).map(({ at: instant }) =>
    (instant as Date).toISOString(),
  );
const partitions = async () =>
  (
    await owner`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'security_event'::regclass order by 1`
  ).map(({ name }) => name);

beforeEach(async () => {
  for (const name of await partitions())
    if (name !== "security_event_default") await owner`drop table ${owner(name)}`;
  await owner`delete from security_event`;
});
afterEach(() => setClock());

test("a day goes when its last moment is a year old, and not a millisecond before", async () => {
  await prepare("2025-03-29", 3);
  const rows = [
    "2025-03-29T00:00:00.000Z",
    "2025-03-29T23:59:59.999Z",
    "2025-03-30T00:00:00.000Z",
    "2025-03-31T12:00:00.000Z",
  ];
  await log(rows);
  await at("2026-03-29T23:59:59.999Z");
  expect(await purge(["logs"])).toMatchObject([{ table: "security_event", found: 0, deleted: 0 }]);
  expect(await left()).toEqual(rows);
  await at("2026-03-30T00:00:00.000Z");
  expect(await purge(["logs"])).toMatchObject([
    {
      limit: new Date("2025-03-30T00:00:00.000Z"),
      found: 2,
      deleted: 2,
      failed: 0,
      oldestLeft: new Date(rows[2] ?? ""),
    },
  ]);
  expect(await left()).toEqual(rows.slice(2));
  expect(await partitions()).toEqual([
    "security_event_20250330",
    "security_event_20250331",
    "security_event_default",
  ]);
});

test("29 February goes as March begins a year later; no day of another year is missed", async () => {
  await prepare("2024-02-28", 3);
  await log(["2024-02-28T12:00:00.000Z", "2024-02-29T12:00:00.000Z", "2024-03-01T00:00:00.000Z"]);
  await at("2025-02-28T23:59:59.999Z");
  await purge(["logs"]);
  expect(await left()).toEqual([
    "2024-02-28T12:00:00.000Z",
    "2024-02-29T12:00:00.000Z",
    "2024-03-01T00:00:00.000Z",
  ]);
  await at("2025-03-01T00:00:00.000Z");
  await purge(["logs"]);
  expect(await left()).toEqual(["2024-03-01T00:00:00.000Z"]);
});

test("on 29 February nothing of the day that has no anniversary yet goes", async () => {
  await prepare("2027-02-27", 3);
  await log(["2027-02-27T23:00:00.000Z", "2027-02-28T01:00:00.000Z"]);
  await at("2028-02-29T12:00:00.000Z");
  expect(await purge(["logs"])).toMatchObject([{ deleted: 1, failed: 0 }]);
  expect(await left()).toEqual(["2027-02-28T01:00:00.000Z"]);
});

test("events of a day that was never prepared go as well, and only those that are a year old", async () => {
  await log(["2024-05-01T08:00:00.000Z", "2025-05-01T08:00:00.000Z", "2025-05-01T08:00:00.001Z"]);
  await at("2026-05-01T08:00:00.000Z");
  expect(await purge(["logs"])).toMatchObject([
    { found: 2, deleted: 2, oldestLeft: new Date("2025-05-01T08:00:00.001Z") },
  ]);
  expect(await left()).toEqual(["2025-05-01T08:00:00.001Z"]);
});

test("a month without a clock is caught up in one run", async () => {
  await prepare("2025-01-01", 60);
  await log(Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2025, 0, 1 + day, 9)).toISOString()));
  await at("2026-01-31T10:00:00.000Z");
  expect(await purge(["logs"])).toMatchObject([{ found: 30, deleted: 30 }]);
  expect(await partitions()).toHaveLength(31);
});

test("a day that cannot be dropped keeps no other, and goes with the next run", async () => {
  await prepare("2025-01-01", 3);
  await log(["2025-01-01T09:00:00.000Z", "2025-01-02T09:00:00.000Z", "2025-01-03T09:00:00.000Z"]);
  await at("2026-01-10T00:00:00.000Z");
  await owner`create view watched as select * from security_event_20250102`;
  expect(await purge(["logs"])).toMatchObject([{ deleted: 2, failed: 1 }]);
  expect(await left()).toEqual(["2025-01-02T09:00:00.000Z"]);
  await owner`drop view watched`;
  expect(await purge(["logs"])).toMatchObject([{ deleted: 1, failed: 0 }]);
});

test("whoever serves cannot end a day of the log before its year, in no role and by no statement", async () => {
  const today = new Date();
  const young = new Date(today.getTime() - 364 * DAY).toISOString();
  await setDatabaseClock(today);
  await prepare(young.slice(0, 10), 1);
  await log([young]);
  const day = young.slice(0, 10);
  const partition = sql.raw(`security_event_${day.replaceAll("-", "")}`);
  const attempts = [
    sql`select drop_day_partition('security_event', ${day}::date)`,
    sql`select empty_default_partition('security_event', 'at', ${new Date(today.getTime() - 364 * DAY + HOUR).toISOString()}::timestamptz)`,
    sql`delete from security_event`,
    sql`delete from ${partition}`,
    sql`delete from security_event_default`,
    sql`truncate security_event`,
    sql`drop table ${partition}`,
    sql`alter table security_event detach partition ${partition}`,
    sql`create or replace function database_now() returns timestamptz language sql as $$ select 'infinity'::timestamptz $$`,
  ];
  for (const attempt of attempts) {
    await expect(db().execute(attempt)).rejects.toThrow();
    await expect(asEraser(() => db().execute(attempt))).rejects.toThrow();
  }
  expect(await left()).toEqual([young]);
});
