/** The end of an export: its objects first, then its rows, so that what a run leaves behind the next one finds. */
import { and, asc, eq, exists, getTableName, inArray, lte, ne } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { log } from "../../base/log.ts";
import { deleteObjects, dropUpload } from "../../base/storage.ts";
import { limitOf } from "../period.ts";
import { type Evidence, recordRun } from "../purge/evidence.ts";
import { dataExport, exportChunk, exportItem, exportPart } from "./export.sql.ts";

const BATCH = 100;

/** Removes the archive and the plan of an export that is over. May be called again after it has failed. */
export async function dropContent(exportId: Id<"data_export">): Promise<void> {
  const parts = await db().select().from(exportPart).where(eq(exportPart.exportId, exportId));
  for (const { objectKey: key, uploadId } of parts)
    if (key && uploadId) await dropUpload({ bucket: "exports", key, uploadId });
  await deleteObjects(
    "exports",
    parts.flatMap(({ objectKey }) => objectKey ?? []),
  );
  await transaction(async () => {
    await db().delete(exportChunk).where(eq(exportChunk.exportId, exportId));
    await db().delete(exportItem).where(eq(exportItem.exportId, exportId));
    await db().delete(exportPart).where(eq(exportPart.exportId, exportId));
  });
}

/** Stops the exports of an account that is erased: whoever builds one finds no next step, and its archive goes. */
export async function fenceExports(accountId: Id<"account">): Promise<undefined> {
  await db()
    .update(dataExport)
    .set({ state: "failed", wakeAt: null })
    .where(and(eq(dataExport.accountId, accountId), ne(dataExport.state, "expired")));
}

/**
 * Ends what has stood ready for its seven days, and clears away what an interrupted end left. Not the engine of the purges:
 * the row stays as the record of the request, and only what it held goes. One that fails stops no other. Returns evidence.
 */
export async function expireExports(): Promise<Evidence> {
  const limit = limitOf("exports", now()) ?? now();
  const recorder = recordRun({ rule: "exports", table: getTableName(dataExport), limit });
  await db()
    .update(dataExport)
    .set({ state: "expired" })
    .where(and(eq(dataExport.state, "ready"), lte(dataExport.expiresAt, now())));
  const counts = { deleted: 0, failed: 0 };
  for (;;) {
    const rows = await overExports(counts.failed);
    for (const { id } of rows) counts[await dropOne(id)] += 1;
    if (rows.length < BATCH) break;
  }
  const ready = db().select({ at: dataExport.readyAt }).from(dataExport).where(eq(dataExport.state, "ready"));
  const [oldest] = await ready.orderBy(asc(dataExport.expiresAt)).limit(1);
  return recorder.finish({ ...counts, ...(oldest?.at ? { oldestLeft: oldest.at } : {}) });
}

/** Exports that are over and still hold something, oldest first. */
function overExports(offset: number) {
  const parts = db().select().from(exportPart).where(eq(exportPart.exportId, dataExport.id));
  const over = and(inArray(dataExport.state, ["expired", "failed"]), exists(parts));
  const rows = db().select({ id: dataExport.id }).from(dataExport).where(over);
  return rows.orderBy(asc(dataExport.createdAt), asc(dataExport.id)).limit(BATCH).offset(offset);
}

async function dropOne(id: Id<"data_export">): Promise<"deleted" | "failed"> {
  try {
    await dropContent(id);
    return "deleted";
  } catch (error) {
    log.warn("export.not_dropped", {}, error);
    return "failed";
  }
}
