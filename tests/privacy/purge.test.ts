/** The purges on a full person, made from the data map: every table under every rule, to the second. */
import { getTableColumns, getTableName } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, SECOND, setClock } from "../../core/base/clock.ts";
import { deleteObjects, listObjects } from "../../core/base/storage.ts";
import { isRoot } from "../../core/privacy/erasure/order.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { endOf } from "../../core/privacy/period.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import type { RetentionRule } from "../../core/privacy/retention.ts";
import { parentOf, personalTables } from "../../core/privacy/subject.ts";
import { owner } from "../support/owner.ts";
import { fullPerson } from "./full-person.ts";

const START = new Date("2024-02-29T10:00:00.000Z");
const casing = new CasingCache("snake_case");
const at = (instant: Date) => setClock(() => instant);
const plus = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const columnName = (table: AnyPgTable, key: string): string => {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  return casing.getColumnCasing(columns[key] as PgColumn);
};

type End = {
  table: AnyPgTable;
  rule: RetentionRule;
  from: string;
  when?: { column: string; is: readonly string[] };
};

/** Every end of a row about somebody that the map tells of; the people themselves and whole days have tests of their own. */
const ENDS: End[] = personalTables().flatMap(({ table }): End[] => {
  const { retention, earlier = [] } = mapOf(table);
  const own = "rule" in retention && !retention.days ? [retention] : [];
  return isRoot(table) ? [] : [...earlier, ...own].map((end) => ({ ...end, table }));
});
const RULES = [...new Set(ENDS.map(({ rule }) => rule))].filter((rule) => endOf(rule, START) !== null);

/** The rows that end by a rule, and those that go along with them. */
const concerned = (rule: RetentionRule): AnyPgTable[] => {
  const own = ENDS.filter((end) => end.rule === rule).map(({ table }) => table);
  const along = personalTables().filter(({ table }) => {
    const { retention } = mapOf(table);
    return "withParent" in retention && own.includes(parentOf(table, retention.withParent).parent);
  });
  return [...new Set([...own, ...along.map(({ table }) => table)])];
};
const countOf = async (table: AnyPgTable): Promise<number> =>
  Number((await owner`select count(*) as n from ${owner(getTableName(table))}`)[0]?.n);

/** Starts the clocks of a rule at an instant, in every row; with them those that would keep the rows from going. */
async function startClocks(rule: RetentionRule, start: Date): Promise<void> {
  for (const { table, from, when } of ENDS.filter((end) => end.rule === rule)) {
    const name = owner(getTableName(table));
    await owner`alter table ${name} disable trigger user`;
    await owner`update ${name} set ${owner(columnName(table, from))} = ${start}`;
    if (when) await owner`update ${name} set ${owner(columnName(table, when.column))} = ${when.is[0] ?? ""}`;
    await owner`alter table ${name} enable trigger user`;
  }
}

beforeEach(() => at(START));
afterEach(async () => {
  setClock();
  await owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`truncate account, consent_event, security_event, purge_run cascade`;
  });
  for (const bucket of ["media", "exports"] as const)
    await deleteObjects(
      bucket,
      (await listObjects(bucket)).map(({ key }) => key),
    );
});

test.each(RULES)(
  "by the rule %s everything stays until its last millisecond and goes with its objects after it",
  async (rule) => {
    await fullPerson("ana");
    await startClocks(rule, START);
    const end = endOf(rule, START) ?? START;
    const tables = concerned(rule);
    const before = await Promise.all(tables.map(countOf));
    expect(Math.min(...before)).toBeGreaterThan(0);
    at(plus(end, -1));
    const early = await purge([rule]);
    expect(await Promise.all(tables.map(countOf))).toEqual(before);
    expect(early.map(({ found, failed }) => [found, failed])).toEqual(early.map(() => [0, 0]));
    setClock(() => end);
    await purge();
    expect(
      (await Promise.all(tables.map(countOf))).map((count, index) => [
        getTableName(tables[index] as AnyPgTable),
        count,
      ]),
    ).toEqual(tables.map((table) => [getTableName(table), 0]));
    const buckets = new Set(
      tables.flatMap((table) => (mapOf(table).objects ?? []).map(({ bucket }) => bucket)),
    );
    for (const bucket of buckets) expect(await listObjects(bucket)).toEqual([]);
  },
);

test("a run with nothing to do leaves every row of everybody as it was", async () => {
  await fullPerson("bob");
  const tables = personalTables().map(({ table }) => table);
  for (const rule of RULES) await startClocks(rule, START);
  const before = await Promise.all(tables.map(countOf));
  at(plus(START, 30 * 60 * SECOND));
  await purge();
  expect(await Promise.all(tables.map(countOf))).toEqual(before);
});

test("an account is never purged, however old it is: people are erased", async () => {
  await fullPerson("cleo");
  at(plus(START, 20 * 366 * DAY));
  const evidence = await purge();
  expect(evidence.filter(({ table }) => table === "account")).toEqual([]);
  expect(await owner`select id from account`).toHaveLength(1);
});
