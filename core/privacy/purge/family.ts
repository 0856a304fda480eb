/** How tables hang together by their foreign keys: what goes along with a row, and what keeps it from going. */
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import {
  type AnyPgTable,
  alias,
  type ForeignKey,
  getTableConfig,
  type PgColumn,
  type PgTable,
} from "drizzle-orm/pg-core";
import { allTables } from "../inventory.ts";
import { mapOf } from "../map.ts";
import { columnOf, parentOf } from "../subject.ts";

/** A foreign key of another table. `own` are its columns there, `target` those that it points at, by their names in the code. */
export type Link = { child: AnyPgTable; own: string[]; target: string[]; goesAlong: boolean };

/** Every foreign key that leads to the table. */
export function linksTo(table: AnyPgTable): Link[] {
  return allTables().flatMap(({ table: child }) =>
    foreignKeysOf(child).flatMap((key) => {
      const { columns, foreignColumns, foreignTable } = key.reference();
      if (foreignTable !== table) return [];
      const own = columns.map(keyOf);
      return [{ child, own, target: foreignColumns.map(keyOf), goesAlong: goesAlong(child, own) }];
    }),
  );
}

const foreignKeys = new WeakMap<AnyPgTable, readonly ForeignKey[]>();

/** The foreign keys of a table, kept: drizzle puts together all that it knows of the table to tell them. */
function foreignKeysOf(table: AnyPgTable): readonly ForeignKey[] {
  const keys = foreignKeys.get(table) ?? getTableConfig(table as PgTable).foreignKeys;
  foreignKeys.set(table, keys);
  return keys;
}

/** Whether the map lets the rows of a table go with those that a foreign key leads to. */
function goesAlong(child: AnyPgTable, own: readonly string[]): boolean {
  const { retention } = mapOf(child);
  if ("rule" in retention) return false;
  return [retention.withParent, ...(retention.alsoWith ?? [])].some((key) => own.includes(key));
}

/** What a column is called in the code. */
export function keyOf(column: PgColumn): string {
  const columns = Object.entries(getTableColumns(column.table as PgTable));
  const [key] = columns.find(([, own]) => own === column) ?? [];
  if (key === undefined) throw new Error("a column of no table");
  return key;
}

/** The tables with the children before their parents, so that one run finds no parent waiting for a child of its own. */
export function childrenFirst(tables: readonly AnyPgTable[]): AnyPgTable[] {
  const placed: AnyPgTable[] = [];
  const seen = new Set<AnyPgTable>();
  const place = (table: AnyPgTable) => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const { child } of linksTo(table)) place(child);
    if (tables.includes(table)) placed.push(table);
  };
  for (const table of tables) place(table);
  return placed;
}

/** A table under another name, as a subquery needs it; its columns follow. */
export const renamed = (table: AnyPgTable, name: string): AnyPgTable => alias(table as PgTable, name);

/** The join of a foreign key between two tables as a statement names them. */
export const joins = ({ own, target }: Link, child: AnyPgTable, parent: AnyPgTable): SQL =>
  sql.join(
    own.map((key, index) => sql`${columnOf(child, key)} = ${columnOf(parent, target[index] ?? "")}`),
    sql` and `,
  );

/**
 * What keeps a row of `table` (called `as` in the statement) from going: another row leads to it and does not go along, or
 * one that does has something at a processor that is not deleted there yet, or belongs to work in hand. Undefined where
 * nothing can.
 */
export function keptBy(table: AnyPgTable, as: AnyPgTable, depth = 1): SQL | undefined {
  const reasons = linksTo(table).flatMap((link) => {
    const child = renamed(link.child, `c${depth}`);
    const among = (...conditions: SQL[]) =>
      sql`exists (select 1 from ${link.child} ${child} where ${sql.join([joins(link, child, as), ...conditions], sql` and `)})`;
    if (!link.goesAlong) return [among()];
    const { remote } = mapOf(link.child);
    const inner = [
      remote && sql`${columnOf(child, remote.deleted)} is null`,
      inHand(link, child, `u${depth}`),
      keptBy(link.child, child, depth + 1),
    ].filter((reason) => reason !== undefined);
    return inner.length > 0 ? [among(sql`(${sql.join(inner, sql` or `)})`)] : [];
  });
  return reasons.length > 0 ? sql`(${sql.join(reasons, sql` or `)})` : undefined;
}

/** Whether a row that goes along belongs to another parent as well, whose work is not over: a picture that is being used. */
function inHand({ child: table, own }: Link, child: AnyPgTable, name: string): SQL | undefined {
  const { retention } = mapOf(table);
  if ("rule" in retention || own.includes(retention.withParent)) return undefined;
  const { parent, target, column } = parentOf(table, retention.withParent);
  const { waitsFor } = mapOf(parent);
  if (!waitsFor) return undefined;
  const above = renamed(parent, name);
  const join = sql`${columnOf(above, keyOf(target))} = ${columnOf(child, keyOf(column))}`;
  return sql`exists (select 1 from ${parent} ${above} where ${join} and ${columnOf(above, waitsFor)} is null)`;
}

/** The way from a table to one whose rows go along with its own, parent to child. */
export type Path = readonly Link[];

/** Every way to the tables whose rows go along, the nearest first. */
export function pathsDown(table: AnyPgTable, way: Path = []): Path[] {
  return linksTo(table)
    .filter((link) => link.goesAlong && !way.some(({ child }) => child === link.child))
    .flatMap((link) => {
      const path = [...way, link];
      return [path, ...pathsDown(link.child, path)];
    });
}
