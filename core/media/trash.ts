/**
 * The trash: what was deleted can be taken back for an hour; then its objects go first and its rows after them, so that
 * a run that dies in between leaves rows that the next run finds again. One failing batch stops nobody else's.
 */
import { and, asc, inArray, isNotNull, lt } from "drizzle-orm";
import { fromNow } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { deleteObjects } from "../base/storage.ts";
import { forgetInputs } from "../generation/inputs.ts";
import { media } from "./media.sql.ts";
import { UNDO_MILLISECONDS } from "./media.ts";

const BATCH = 200;

/** Removes deleted files for good. Returns how many rows went. */
export async function emptyMediaTrash(): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await db()
      .select({
        id: media.id,
        uploadKey: media.uploadKey,
        objectKey: media.objectKey,
        thumbnailKey: media.thumbnailKey,
        sealedKey: media.sealedKey,
      })
      .from(media)
      .where(and(isNotNull(media.deletedAt), lt(media.deletedAt, fromNow(-UNDO_MILLISECONDS))))
      .orderBy(asc(media.deletedAt))
      .limit(BATCH);
    if (rows.length === 0) return removed;
    const keys = rows.flatMap((row) => [row.uploadKey, row.objectKey, row.thumbnailKey, row.sealedKey]);
    await deleteObjects(
      "media",
      keys.filter((key) => key !== null),
    );
    await removeRows(rows.map((row) => row.id));
    removed += rows.length;
  }
}

async function removeRows(ids: Id<"media">[]): Promise<void> {
  await transaction(async () => {
    await forgetInputs(ids);
    await db().delete(media).where(inArray(media.id, ids));
  });
}
