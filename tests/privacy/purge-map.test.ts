/**
 * What a run costs when nothing is due must not grow with what is stored: every clock has an index that tells its oldest row
 * at once. Read from the map and the live catalogue, and from what the planner does with a hundred thousand accounts.
 */
import { getTableColumns, getTableName } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { DAY, setClock } from "../../core/base/clock.ts";
import { isRoot } from "../../core/privacy/erasure/order.ts";
import { allTables } from "../../core/privacy/inventory.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { endOf } from "../../core/privacy/period.ts";
import { linksTo } from "../../core/privacy/purge/family.ts";
import { run as eraseDue } from "../../functions/clock/erase-due.ts";
import { run as idleAccounts } from "../../functions/clock/idle-accounts.ts";
import { run as purge } from "../../functions/clock/purge.ts";
import { run as sweepLeftovers } from "../../functions/clock/sweep-leftovers.ts";
import { owner } from "../support/owner.ts";

const casing = new CasingCache("snake_case");
const columnName = (table: AnyPgTable, key: string): string => {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  return casing.getColumnCasing(columns[key] as PgColumn);
};

const ENDS = allTables().flatMap(({ table }) => {
  const { retention, earlier = [] } = mapOf(table);
  const own = "rule" in retention ? [retention] : [];
  const ends = isRoot(table)
    ? []
    : [...earlier, ...own].filter(({ rule }) => endOf(rule, new Date()) !== null);
  return ends.map((end) => ({ name: getTableName(table), table, when: undefined, ...end }));
});

/** The indexes of a table: their columns, in order, and what part of the rows they hold. */
const indexesOf = (name: string) => owner<{ columns: string[]; part: string | null }[]>`
  select array(select pg_get_indexdef(indexrelid, n, true) from generate_series(1, indnkeyatts) n) as columns,
    pg_get_expr(indpred, indrelid) as part
  from pg_index where indrelid = ${`public.${name}`}::regclass`;

test.each(ENDS.map((end) => [end.name, end.rule, end] as const))(
  "%s has an index that tells the oldest row under the rule %s",
  async (name, _, { table, from, when }) => {
    const fitting = (await indexesOf(name)).filter(({ columns, part }) => {
      if (columns[0] !== columnName(table, from)) return false;
      // A condition that only some rows meet needs an index of those rows; one of all others would have to be read through.
      return when ? part?.includes(columnName(table, when.column)) === true : part === null;
    });
    expect(fitting).not.toEqual([]);
  },
);

test.each(
  allTables().flatMap(({ table }) =>
    linksTo(table).map((link) => [getTableName(link.child), getTableName(table), link] as const),
  ),
)("%s has an index by which a row of %s finds what leads to it", async (name, _, { child, own }) => {
  const wanted = own.map((key) => columnName(child, key));
  const fitting = (await indexesOf(name)).filter(
    ({ columns, part }) =>
      part === null && wanted.every((column) => columns.slice(0, wanted.length).includes(column)),
  );
  expect(fitting).not.toEqual([]);
});

const ACCOUNTS = 100_000;
/** Rows that sequential scans have read in a table since it was created. */
const scanned = async (name: string): Promise<number> => {
  await owner`select pg_stat_force_next_flush()`;
  const [row] = await owner`select seq_tup_read::int as n from pg_stat_user_tables where relname = ${name}`;
  return row?.n ?? 0;
};

beforeAll(async () => {
  await owner`
    insert into account (id, email, first_name, last_name, locale, password_hash, state, created_at, verified_at, last_sign_in_at)
    select gen_random_uuid(), n || '@example.org', 'Ana', 'Durand', 'fr', 'none', 'active', at, at, at
    from (select n, now() - (n % 1000) * interval '1 day' as at from generate_series(1, ${ACCOUNTS}) n) as people`;
  await owner`analyze account`;
}, 60_000);

test("with a hundred thousand accounts of which none is due, no clock reads through them", async () => {
  // Everybody has signed in within a thousand days: nobody is due before a thousand and five.
  setClock(() => new Date());
  const before = await scanned("account");
  // More often than a statement is planned for its values.
  for (let round = 0; round < 8; round++) {
    await idleAccounts();
    await sweepLeftovers();
    await eraseDue();
    await purge();
  }
  setClock();
  // The statistics of connections that idle are sent with a delay: what counts is that it is not once the table.
  expect((await scanned("account")) - before).toBeLessThan(ACCOUNTS);
  expect(await owner`select id from account where idle_notices > 0`).toEqual([]);
});

test("of those accounts only the ones that are due are looked at", async () => {
  setClock(() => new Date(Date.now() + 8 * DAY));
  await idleAccounts();
  setClock();
  const [row] = await owner`select count(*)::int as n from account where idle_notices > 0`;
  // A hundred of them signed in on each day, and the three years less 90 days are over for a handful of days.
  expect(row?.n).toBeGreaterThan(0);
  expect(row?.n).toBeLessThanOrEqual(ACCOUNTS / 100);
});
