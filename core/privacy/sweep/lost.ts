/**
 * Rows whose object is gone from the storage. Nothing is deleted for that: the row says when it was noticed, in the column
 * that the data map names for it, so that its person sees it plainly and whoever runs the service is told. An object that
 * comes back (a bucket put back from a copy) is noticed as well.
 */
import { and, asc, eq, getTableName, gt, inArray, isNotNull } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import { newId } from "../../base/id.ts";
import { log } from "../../base/log.ts";
import type { Bucket } from "../../base/storage.ts";
import { presentKeys } from "../../base/storage-look.ts";
import { primaryKey } from "../export/rows.ts";
import { allTables } from "../inventory.ts";
import { mapOf } from "../map.ts";
import { columnOf } from "../subject.ts";

const BATCH = 1000;
/** Rows of each table that one run looks at: each may cost a request. */
const MOST = 10_000;

type Watched = {
  table: AnyPgTable;
  bucket: Bucket;
  lost: string;
  column: Record<"row" | "key" | "lost", PgColumn>;
};

/** The columns that name an object whose loss is noted. */
function watched(): Watched[] {
  return allTables().flatMap(({ table }) =>
    (mapOf(table).objects ?? []).flatMap(({ bucket, key, lost }): Watched[] => {
      const [row = ""] = primaryKey(table);
      if (!lost) return [];
      const column = { row: columnOf(table, row), key: columnOf(table, key), lost: columnOf(table, lost) };
      return [{ table, bucket, lost, column }];
    }),
  );
}

/**
 * Notes objects that are gone, and those that are back. A run looks at so many rows, from a random one on and around.
 * Returns how many were found gone.
 */
export async function noteLostObjects(start: string = randomRow()): Promise<number> {
  let found = 0;
  for (const each of watched()) {
    let looked = 0;
    for (const [from, until] of [
      [start, undefined],
      [undefined, start],
    ])
      for (let after = from; looked < MOST; ) {
        const rows = await batchOf(each, after, until);
        looked += rows.length;
        found += await compare(each, rows);
        after = rows.at(-1)?.id;
        if (rows.length < BATCH) break;
      }
  }
  return found;
}

/** Ids begin with the time: one of any moment of the last year. */
function randomRow(): string {
  const id = newId();
  const moment =
    Number.parseInt(id.replace("-", "").slice(0, 12), 16) - Math.floor(Math.random() * 366 * 86_400_000);
  return (
    moment
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})/, "$1-") + id.slice(13)
  );
}

type Row = { id: string; key: string; lost: boolean };

async function batchOf({ table, column }: Watched, after?: string, until?: string): Promise<Row[]> {
  const rows = await db()
    .select({ id: column.row, key: column.key, lost: column.lost })
    .from(table)
    .where(and(isNotNull(column.key), after ? gt(column.row, after) : undefined))
    .orderBy(asc(column.row))
    .limit(BATCH);
  return rows
    .map(({ id, key, lost }) => ({ id: String(id), key: String(key), lost: lost !== null }))
    .filter(({ id }) => until === undefined || id <= until);
}

async function compare(each: Watched, rows: readonly Row[]): Promise<number> {
  const { bucket, table } = each;
  const present = await presentKeys(
    bucket,
    rows.map(({ key }) => key),
  );
  const gone = rows.filter(({ key, lost }) => !lost && !present.has(key));
  const back = rows.filter(({ key, lost }) => lost && present.has(key));
  await note(each, gone, now());
  await note(each, back, null);
  if (gone.length > 0) log.error("object.lost", { state: getTableName(table), count: gone.length });
  if (back.length > 0) log.info("object.back", { state: getTableName(table), count: back.length });
  return gone.length;
}

async function note({ table, lost, column }: Watched, rows: readonly Row[], at: Date | null): Promise<void> {
  for (const { id, key } of rows)
    await db()
      .update(table)
      .set({ [lost]: at } as Record<string, unknown>)
      .where(and(inArray(column.row, [id]), eq(column.key, key)));
}
