/** The entries of a planned part, read in order and in batches, and what becomes of them while it is built. */
import { and, asc, eq, getTableColumns, getTableName, gt, inArray, isNull } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { mapOf } from "../map.ts";
import { columnOf } from "../subject.ts";
import { exportChunk, exportItem, type MissingReason } from "./export.sql.ts";
import { primaryKey } from "./rows.ts";
import { EXPORTED_TABLES } from "./tables.ts";
import type { ZipEntry } from "./zip.ts";

export type Item = typeof exportItem.$inferSelect;
/** An entry whose size and checksum are known. */
export type Measured = Item & { crc32: number };

const BATCH = 200;

/** The next entries of a part after a position, without what is missing; empty at the end. */
export const nextItems = (exportId: Id<"data_export">, part: number, after: number): Promise<Item[]> =>
  db()
    .select()
    .from(exportItem)
    .where(
      and(
        eq(exportItem.exportId, exportId),
        eq(exportItem.part, part),
        gt(exportItem.position, after),
        isNull(exportItem.missing),
      ),
    )
    .orderBy(asc(exportItem.position))
    .limit(BATCH);

/** An entry as the archive writes it. Throws for one that was not measured. */
export function entryOf({ path, kind, crc32, bytes, storedBytes }: Item): ZipEntry {
  if (crc32 === null) throw new Error("an entry was written before it was measured");
  return { path, method: kind === "document" ? "deflate" : "store", crc32, bytes, storedBytes };
}

/** Of these entries those whose file the person has deleted since the plan, by their positions. */
export async function deletedSince(items: readonly Item[]): Promise<Set<number>> {
  const gone = new Set<number>();
  for (const table of EXPORTED_TABLES) {
    const mine = items.filter((item) => item.sourceTable === getTableName(table));
    if (mine.length === 0) continue;
    const alive = await aliveRows(
      table,
      mine.map((item) => item.sourceId ?? ""),
    );
    for (const item of mine) if (!alive.has(item.sourceId ?? "")) gone.add(item.position);
  }
  return gone;
}

async function aliveRows(table: AnyPgTable, ids: readonly string[]): Promise<Set<string>> {
  const [key = ""] = primaryKey(table);
  const column = columnOf(table, key);
  const marks = (mapOf(table).objects ?? []).flatMap(({ exported }) =>
    "none" in exported ? [] : [(getTableColumns(table) as Record<string, PgColumn>)[exported.deletedAt]],
  );
  const undeleted = marks.flatMap((mark) => (mark ? [isNull(mark)] : []));
  const rows = await db()
    .select({ id: column })
    .from(table)
    .where(and(inArray(column, [...ids]), ...undeleted));
  return new Set(rows.map((row) => String(row.id)));
}

const same = ({ exportId, position }: Item) =>
  and(eq(exportItem.exportId, exportId), eq(exportItem.position, position));

/** Leaves an entry out for a reason. What was written on the state of things is written anew. */
export async function leaveOut(item: Item, missing: MissingReason): Promise<void> {
  await db().update(exportItem).set({ missing }).where(same(item));
  await unseal(item.exportId);
}

/** Writes down what a file really is, where its row did not say so or was wrong. */
export async function remember(
  item: Item,
  measured: { bytes: number; crc32: number; sha256: string },
): Promise<Item> {
  const change = { ...measured, storedBytes: measured.bytes };
  await db().update(exportItem).set(change).where(same(item));
  await unseal(item.exportId);
  return { ...item, ...change };
}

/** Takes the index and the manifest back: they are written again when all files are in. */
async function unseal(exportId: Id<"data_export">): Promise<void> {
  const closing = and(eq(exportItem.exportId, exportId), eq(exportItem.closing, true));
  const removed = await db().delete(exportItem).where(closing).returning({ position: exportItem.position });
  for (const { position } of removed)
    await db()
      .delete(exportChunk)
      .where(and(eq(exportChunk.exportId, exportId), eq(exportChunk.position, position)));
}
