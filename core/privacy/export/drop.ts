/** The end of an export: its objects first, then its rows, so that what a run leaves behind the next one finds. */
import { and, eq, exists, inArray, lte, ne } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { deleteObjects, dropUpload } from "../../base/storage.ts";
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

/** Ends what has stood ready for its seven days, and clears away what an interrupted end left. Returns how many. */
export async function expireExports(): Promise<number> {
  await db()
    .update(dataExport)
    .set({ state: "expired" })
    .where(and(eq(dataExport.state, "ready"), lte(dataExport.expiresAt, now())));
  const parts = db().select().from(exportPart).where(eq(exportPart.exportId, dataExport.id));
  const over = and(inArray(dataExport.state, ["expired", "failed"]), exists(parts));
  let ended = 0;
  for (;;) {
    const rows = await db().select({ id: dataExport.id }).from(dataExport).where(over).limit(BATCH);
    if (rows.length === 0) return ended;
    for (const { id } of rows) await dropContent(id);
    ended += rows.length;
  }
}
