/** Which tables and columns an export holds, and what it leaves out on which ground: from the data map alone. */
import { getTableColumns, getTableName } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import type { Locale } from "../../base/locale.ts";
import { allTables } from "../inventory.ts";
import { type ExportExclusion, mapOf } from "../map.ts";

export type Exclusion = {
  table: string;
  /** A column, or the file that a column leads to; null for the whole table. */
  column: string | null;
  file: boolean;
  ground: ExportExclusion;
};

/** All tables, by name. */
export const ALL_TABLES: readonly AnyPgTable[] = allTables().map(({ table }) => table);

/** What a table is called in front of a person. */
export function tableTitle(name: string, locale: Locale): string {
  const entry = allTables().find(({ table }) => getTableName(table) === name);
  return entry ? entry.words[locale] : name;
}

const isExported = (table: AnyPgTable) => {
  const { exported, subject } = mapOf(table);
  return subject !== "nobody" && !(typeof exported === "object" && "none" in exported);
};

/** The tables that are handed out, by name. */
export const EXPORTED_TABLES: readonly AnyPgTable[] = ALL_TABLES.filter(isExported);

/** The columns of a table that are handed out, by their keys. */
export function exportedColumns(table: AnyPgTable): Record<string, PgColumn> {
  const { exported } = mapOf(table);
  const except = typeof exported === "object" && "except" in exported ? exported.except : {};
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>);
  return Object.fromEntries(columns.filter(([key]) => !Object.hasOwn(except, key)));
}

/** Everything that is held and not handed out, with its ground. */
export const EXCLUSIONS: readonly Exclusion[] = ALL_TABLES.flatMap((table) => {
  const { exported, objects = [] } = mapOf(table);
  const name = getTableName(table);
  const files = objects.flatMap((object): Exclusion[] =>
    "none" in object.exported
      ? [{ table: name, column: object.key, file: true, ground: object.exported.none }]
      : [],
  );
  if (exported === "all") return files;
  if ("none" in exported)
    return [{ table: name, column: null, file: false, ground: exported.none }, ...files];
  const columns = Object.entries(exported.except).flatMap(([column, ground]): Exclusion[] =>
    ground ? [{ table: name, column, file: false, ground }] : [],
  );
  return [...columns, ...files];
});
