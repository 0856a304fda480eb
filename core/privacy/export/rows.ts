/** Reads all rows of a person from a table, a page at a time, in the order of the primary key. */
import { and, asc, getTableColumns, sql } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { belongsTo } from "../subject.ts";

export type Row = Record<string, unknown>;

const PAGE = 250;

/** The keys of the columns that identify a row. Throws for a table without a primary key. */
export function primaryKey(table: AnyPgTable): string[] {
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>);
  const [composite] = getTableConfig(table).primaryKeys;
  const keys = composite
    ? // What a key of several columns names are copies of the table's columns, so they are known by name.
      composite.columns.flatMap((column) => columns.find(([, { name }]) => name === column.name)?.[0] ?? [])
    : columns.filter(([, column]) => column.primary).map(([key]) => key);
  if (keys.length === 0) throw new Error("a table without a primary key");
  return keys;
}

/** Every row of the account, whole. Expects a transaction that sees one snapshot. */
export async function* rowsOf(table: AnyPgTable, accountId: Id<"account">): AsyncGenerator<Row> {
  const condition = belongsTo(table, accountId);
  if (!condition) return;
  const all = getTableColumns(table) as Record<string, PgColumn>;
  const columns = primaryKey(table).flatMap((key) => all[key] ?? []);
  const names = sql.join(columns, sql`, `);
  for (let last: Row | undefined; ; ) {
    const after = last;
    const values = after && primaryKey(table).map((key) => sql.param(after[key], all[key]));
    const rows: Row[] = await db()
      .select()
      .from(table as AnyPgTable)
      .where(and(condition, values ? sql`(${names}) > (${sql.join(values, sql`, `)})` : undefined))
      .orderBy(...columns.map((column) => asc(column)))
      .limit(PAGE);
    yield* rows;
    last = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}
