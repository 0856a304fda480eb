/** How the rows of a table lead to their person, read from the data map: for every engine that asks "what is held of me". */
import { eq, type SQL, sql } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import type { Id } from "../base/id.ts";
import { allTables, type TableEntry } from "./inventory.ts";
import { mapOf } from "./map.ts";

/** Every table that is about somebody. */
export const personalTables = (): TableEntry[] =>
  allTables().filter(({ table }) => mapOf(table).subject !== "nobody");

/** Whether a row belongs to the person; undefined for a table that is about nobody. */
export const belongsTo = (table: AnyPgTable, accountId: Id<"account">): SQL | undefined =>
  mapOf(table).subject === "nobody" ? undefined : leadsTo(table, accountId);

/** Whether a row leads to the person: by the account's id in it, or by the row that it belongs to. */
export function leadsTo(table: AnyPgTable, accountId: Id<"account">): SQL {
  const { subject } = mapOf(table);
  if (subject === "nobody") throw new Error("a table about nobody leads to nobody");
  if (typeof subject === "string") return eq(columnOf(table, subject), accountId);
  const { parent, target, column } = parentOf(table, subject.via);
  return sql`exists (select 1 from ${parent} where ${target} = ${column} and ${leadsTo(parent, accountId)})`;
}

/** The row that a foreign key leads to: its table, its column and ours. */
export function parentOf(table: AnyPgTable, via: string) {
  const column = columnOf(table, via);
  const foreignKey = getTableConfig(table as PgTable).foreignKeys.find((each) =>
    each.reference().columns.includes(column),
  );
  const [target] = foreignKey?.reference().foreignColumns ?? [];
  if (!foreignKey || !target) throw new Error(`${via} is no foreign key`);
  return { parent: foreignKey.reference().foreignTable, target, column };
}

/** A column by its name in the code. */
export function columnOf(table: AnyPgTable, key: string): PgColumn {
  const column = (table as unknown as Record<string, PgColumn | undefined>)[key];
  if (!column) throw new Error(`${key} is no column`);
  return column;
}
