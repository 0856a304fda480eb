/** The objects of rows that are due: they go first, so that a run that dies leaves rows by which the next one finds them. */
import { inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import type { Bucket } from "../../base/storage.ts";
import { eraseObjects } from "../../base/storage-erase.ts";
import { primaryKey } from "../export/rows.ts";
import { mapOf } from "../map.ts";
import { columnOf } from "../subject.ts";
import { joins, type Path, pathsDown, renamed } from "./family.ts";

/** The values of a row's primary key. */
export type RowKey = readonly unknown[];
/** How many requests to the storage may still fail before a run lets it be. */
export type Patience = { left: number };

/** Whether rows of the table, or rows that go along with them, have objects in storage. */
export const hasObjects = (table: AnyPgTable): boolean =>
  [table, ...pathsDown(table).flatMap(childOf)].some((each) => (mapOf(each).objects ?? []).length > 0);

const childOf = (path: Path): AnyPgTable[] => path.slice(-1).map(({ child }) => child);

/** The columns of a table's primary key, as `as` calls the table. */
export const keyColumns = (table: AnyPgTable, as: AnyPgTable): PgColumn[] =>
  primaryKey(table).map((key) => columnOf(as, key));

/** A column to be read from a statement whose tables drizzle does not know, as its own type. */
export const cellOf = (column: PgColumn): SQL => sql`${column}`.mapWith(column);

/** Whether a row is one of these. */
export function isOneOf(table: AnyPgTable, as: AnyPgTable, keys: readonly RowKey[]): SQL {
  const columns = keyColumns(table, as);
  const [column] = columns;
  if (columns.length === 1 && column)
    return inArray(
      column,
      keys.map(([value]) => value),
    );
  const tuples = keys.map((key) => {
    const values = columns.map((each, index) => sql.param(key[index], each));
    return sql`(${sql.join(values, sql`, `)})`;
  });
  return sql`(${sql.join(columns, sql`, `)}) in (${sql.join(tuples, sql`, `)})`;
}

const nameOfRow = (key: RowKey): string => JSON.stringify(key);

/** Removes the objects of these rows and of what goes along. Returns the rows that may go: the storage kept nothing of them. */
export async function dropObjects(
  table: AnyPgTable,
  keys: readonly RowKey[],
  patience: Patience,
): Promise<RowKey[]> {
  const owners = new Map<Bucket, Map<string, string[]>>();
  for (const path of [[], ...pathsDown(table)]) await collect(table, path, keys, owners);
  const stuck = new Set<string>();
  for (const [bucket, rows] of owners)
    for (const kept of await eraseMost(bucket, [...rows.keys()], patience))
      for (const row of rows.get(kept) ?? []) stuck.add(row);
  return keys.filter((key) => !stuck.has(nameOfRow(key)));
}

/** Adds the objects at the end of one way down, each with the rows that wait for it. */
async function collect(
  table: AnyPgTable,
  path: Path,
  keys: readonly RowKey[],
  owners: Map<Bucket, Map<string, string[]>>,
): Promise<void> {
  const [last = table] = childOf(path);
  const { objects = [] } = mapOf(last);
  if (objects.length === 0) return;
  const names = path.map(({ child }, index) => renamed(child, `n${index}`));
  const root = renamed(table, "t");
  const end = names.at(-1) ?? root;
  const tables = path.map(({ child }, index) => sql`${child} ${names[index]}`);
  const links = path.map((link, index) => joins(link, names[index] ?? root, names[index - 1] ?? root));
  const some = or(...objects.map(({ key }) => sql`${columnOf(end, key)} is not null`));
  const rows: Record<string, unknown>[] = await db()
    .select({
      ...Object.fromEntries(keyColumns(table, root).map((column, index) => [`row${index}`, cellOf(column)])),
      ...Object.fromEntries(objects.map(({ key }, index) => [`object${index}`, cellOf(columnOf(end, key))])),
    })
    .from(sql.join([sql`${table} ${root}`, ...tables], sql`, `))
    .where(sql.join([isOneOf(table, root, keys), ...links, sql`${some}`], sql` and `));
  for (const row of rows) {
    const name = nameOfRow(primaryKey(table).map((_, index) => row[`row${index}`]));
    for (const [index, { bucket }] of objects.entries()) {
      const object = row[`object${index}`];
      if (typeof object !== "string") continue;
      const known = owners.get(bucket) ?? new Map<string, string[]>();
      owners.set(bucket, known.set(object, [...(known.get(object) ?? []), name]));
    }
  }
}

/**
 * Removes objects, all at once or, where the storage refuses, in smaller and smaller parts until those that it keeps stand
 * alone. Returns those. Without patience left nothing is asked for any more, and everything counts as kept.
 */
async function eraseMost(bucket: Bucket, keys: readonly string[], patience: Patience): Promise<string[]> {
  if (keys.length === 0) return [];
  if (patience.left <= 0) return [...keys];
  try {
    await eraseObjects(bucket, keys);
    return [];
  } catch (error) {
    patience.left -= 1;
    if (keys.length === 1) {
      log.warn("purge.object_kept", {}, error);
      return [...keys];
    }
    const middle = Math.ceil(keys.length / 2);
    const first = await eraseMost(bucket, keys.slice(0, middle), patience);
    return [...first, ...(await eraseMost(bucket, keys.slice(middle), patience))];
  }
}
