/** What interrupted work leaves behind: objects that no row names (a worker died between storing a file and writing its row). */
import { inArray, or } from "drizzle-orm";
import { fromNow, HOUR } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { deleteObjects, listObjects } from "../base/storage.ts";
import { media } from "./media.sql.ts";

/** Younger objects may belong to work in hand. */
const ORPHAN_AGE = 2 * HOUR;

/** Removes objects that no row names. Returns how many. */
export async function sweepOrphanObjects(): Promise<number> {
  let removed = 0;
  for (let after: string | undefined; ; ) {
    const page = await listObjects("media", after);
    after = page.at(-1)?.key;
    if (after === undefined) return removed;
    const old = page.filter((object) => object.modifiedAt < fromNow(-ORPHAN_AGE)).map((object) => object.key);
    const orphans = await withoutRow(old);
    await deleteObjects("media", orphans);
    removed += orphans.length;
  }
}

async function withoutRow(keys: string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const named = await db()
    .select({
      upload: media.uploadKey,
      object: media.objectKey,
      thumbnail: media.thumbnailKey,
      sealed: media.sealedKey,
    })
    .from(media)
    .where(
      or(
        inArray(media.uploadKey, keys),
        inArray(media.objectKey, keys),
        inArray(media.thumbnailKey, keys),
        inArray(media.sealedKey, keys),
      ),
    );
  const known = new Set(named.flatMap((row) => [row.upload, row.object, row.thumbnail, row.sealed]));
  return keys.filter((key) => !known.has(key));
}
