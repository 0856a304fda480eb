/** What is held of a person, table by table, counted from the data map in one round trip. */
import { type SQL, sql } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import type { TableEntry } from "../inventory.ts";
import { mapOf } from "../map.ts";
import { columnOf, leadsTo, parentOf, personalTables } from "../subject.ts";

/** `first` and `last`: the instants at which the clocks of the oldest and the newest row have started. */
export type Counted = TableEntry & { rows: number; first: Date | null; last: Date | null };
type Row = { key: string; rows: number; first: string | null; last: string | null };

/** Counts the rows that lead to a person in every table that is about somebody; those without any are in it as well. */
export const countHeld = async (accountId: Id<"account">): Promise<Counted[]> =>
  viewCounts([...(await db().execute<Row>(selectCounts(accountId)))]);

/** The statement of it, to be run alone or with other reads. */
export function selectCounts(accountId: Id<"account">): SQL<Row> {
  const parts = personalTables().map(({ key, table }) => {
    const start = clockOf(table);
    return sql`select ${sql.raw(`'${key}'`)} as key, count(*)::int as rows,
      min(${start})::text as first, max(${start})::text as last
      from ${table} where ${leadsTo(table, accountId)}`;
  });
  return sql<Row>`${sql.join(parts, sql` union all `)}`;
}

/** The counts, from its rows. */
export function viewCounts(rows: readonly Row[]): Counted[] {
  const found = new Map(rows.map((row) => [row.key, row]));
  return personalTables().map((entry) => {
    const row = found.get(entry.key);
    return { ...entry, rows: Number(row?.rows ?? 0), first: instant(row?.first), last: instant(row?.last) };
  });
}

const instant = (text: string | null | undefined) => (text ? new Date(text) : null);

/** The instant at which a row's retention starts, in SQL; of a row that goes with its parent, that of the parent. */
function clockOf(table: AnyPgTable): ReturnType<typeof sql> {
  const { retention } = mapOf(table);
  if ("from" in retention) return sql`${columnOf(table, retention.from)}`;
  const { parent, target, column } = parentOf(table, retention.withParent);
  return sql`(select ${clockOf(parent)} from ${parent} where ${target} = ${column})`;
}
