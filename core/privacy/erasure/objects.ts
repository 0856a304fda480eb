/** The objects of a person: those of rows that go, and those that were known when the erasure began. */
import { and, asc, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import type { Bucket } from "../../base/storage.ts";
import { eraseObjects } from "../../base/storage-erase.ts";
import { primaryKey } from "../export/rows.ts";
import { mapOf } from "../map.ts";
import { leadsTo, personalTables } from "../subject.ts";
import type { Tally } from "./counts.ts";

const PAGE = 5000;
type Keys = Map<Bucket, Set<string>>;

/** Removes them for good. Returns how many keys that were, by bucket. */
export async function eraseTheirObjects(
  accountId: Id<"account">,
  known: Partial<Record<Bucket, string[]>>,
): Promise<Tally> {
  const keys: Keys = new Map();
  for (const { table } of personalTables()) await collectKeys(table, accountId, keys);
  // Those of rows that stay were known as well, and stay.
  const kept: Keys = new Map();
  for (const { table } of personalTables()) await collectKeys(table, accountId, kept, true);
  for (const [bucket, some] of Object.entries(known) as [Bucket, string[]][])
    for (const key of some) if (!kept.get(bucket)?.has(key)) add(keys, bucket, key);
  for (const [bucket, some] of keys) await eraseObjects(bucket, [...some]);
  return Object.fromEntries([...keys].map(([bucket, some]) => [bucket, some.size]));
}

function add(keys: Keys, bucket: Bucket, key: string): void {
  const some = keys.get(bucket) ?? new Set();
  keys.set(bucket, some.add(key));
}

/** The objects of a row go where the row goes, or where the column that names them is emptied. */
function objectsOf(table: AnyPgTable, staying: boolean) {
  const { objects = [], onErase } = mapOf(table);
  const goes = (key: string) =>
    onErase === "delete" || ("anonymise" in onErase && onErase.anonymise.includes(key));
  return objects.filter(({ key }) => goes(key) !== staying);
}

async function collectKeys(
  table: AnyPgTable,
  accountId: Id<"account">,
  keys: Keys,
  staying = false,
): Promise<void> {
  const objects = objectsOf(table, staying);
  if (objects.length === 0) return;
  const all = getTableColumns(table) as Record<string, PgColumn>;
  const names = primaryKey(table);
  const wanted = [...new Set([...names, ...objects.map(({ key }) => key)])];
  const columns = Object.fromEntries(wanted.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
  const order = names.flatMap((name) => all[name] ?? []);
  let after: SQL | undefined;
  for (;;) {
    const rows: Record<string, unknown>[] = await db()
      .select(columns)
      .from(table)
      .where(and(leadsTo(table, accountId), after))
      .orderBy(...order.map((column) => asc(column)))
      .limit(PAGE);
    for (const row of rows)
      for (const { bucket, key } of objects) if (typeof row[key] === "string") add(keys, bucket, row[key]);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    const values = names.map((name) => sql.param(last[name], all[name]));
    after = sql`(${sql.join(order, sql`, `)}) > (${sql.join(values, sql`, `)})`;
  }
}
