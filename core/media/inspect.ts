/**
 * The inspection of an upload, by the queue: the whole file is read, bounded and made anew without anything that the
 * camera or an editor wrote beside the picture or sound (EXIF, GPS, ID3). What the browser sent is then replaced by
 * nothing. The row names that place until then, so that an erasure which begins meanwhile waits for the link's end.
 */
import { and, eq, ne } from "drizzle-orm";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { deleteObjects, emptyUpload, newKey, putObject, readBytes } from "../base/storage.ts";
import { cleanImage } from "./clean-image.ts";
import { cleanRecording } from "./clean-recording.ts";
import { digest } from "./digest.ts";
import { media } from "./media.sql.ts";
import { MediaRefused } from "./media-refused.ts";
import { isImageType } from "./media-types.ts";
import { kindOf } from "./media-view.ts";

type Clean = {
  bytes: Uint8Array;
  contentType: string;
  width?: number | undefined;
  height?: number | undefined;
  durationSeconds?: number;
  thumbnail?: { bytes: Uint8Array; contentType: string };
  placeholder?: string;
};

type Row = typeof media.$inferSelect;

/** Inspects one upload that waits for it, and takes away what was sent; does nothing for any other. */
export async function inspectUpload(mediaId: Id<"media">): Promise<void> {
  const [row] = await db()
    .select()
    .from(media)
    .where(and(eq(media.id, mediaId), ne(media.state, "uploading")));
  if (!row?.uploadKey) return;
  if (row.state === "checking") await inspect(row, await readBytes("media", row.uploadKey));
  await emptyUpload("media", row.uploadKey);
  const spent = db().update(media).set({ uploadKey: null }).where(eq(media.id, mediaId));
  if ((await spent.returning({ id: media.id })).length === 0) await deleteObjects("media", [row.uploadKey]);
}

async function inspect(row: Row, bytes: Uint8Array | undefined): Promise<void> {
  try {
    if (!bytes) throw new MediaRefused("media_empty");
    const clean: Clean = isImageType(row.contentType) ? await cleanImage(bytes) : await cleanRecording(bytes);
    if (kindOf(clean.contentType) !== kindOf(row.contentType))
      throw new MediaRefused("media_type_unsupported");
    await keep(row.id, clean);
  } catch (error) {
    if (!(error instanceof MediaRefused)) throw error;
    log.info("media.refused", { mediaId: row.id, code: error.code });
    await db()
      .update(media)
      .set({ state: "refused", refusal: error.code, refusalLimit: error.limit ?? null })
      .where(and(eq(media.id, row.id), eq(media.state, "checking")));
  }
}

/** Stores the clean file and its thumbnail, then the row that names them. What a dead run stored is swept up later. */
async function keep(mediaId: Id<"media">, clean: Clean): Promise<void> {
  const objectKey = newKey();
  await putObject("media", objectKey, clean.bytes, clean.contentType);
  const thumbnailKey = clean.thumbnail ? newKey() : null;
  if (clean.thumbnail && thumbnailKey)
    await putObject("media", thumbnailKey, clean.thumbnail.bytes, clean.thumbnail.contentType);
  const { sha256, crc32 } = await digest(clean.bytes);
  const kept = await db()
    .update(media)
    .set({
      state: "ready",
      contentType: clean.contentType,
      bytes: clean.bytes.length,
      width: clean.width ?? null,
      height: clean.height ?? null,
      durationSeconds: clean.durationSeconds ?? null,
      placeholder: clean.placeholder ?? null,
      objectKey,
      thumbnailKey,
      sha256,
      crc32,
    })
    .where(and(eq(media.id, mediaId), eq(media.state, "checking")))
    .returning({ id: media.id });
  if (kept.length === 0) await deleteObjects("media", thumbnailKey ? [objectKey, thumbnailKey] : [objectKey]);
}
