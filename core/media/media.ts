/**
 * A person's files: reading, listing, downloading, deleting. A deletion hides the file at once and can be undone for an
 * hour; then the row and its objects go (core/privacy/purge). Downloads are short signed links, given after the ownership check.
 */
import { and, desc, eq, gt, isNotNull, isNull, ne, sql } from "drizzle-orm";
import * as v from "valibot";
import { me } from "../base/actor.ts";
import { fromNow, HOUR, now } from "../base/clock.ts";
import { command, query } from "../base/command.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { cutPage, PageQuery, readCursor } from "../base/page.ts";
import { presignDownload } from "../base/storage.ts";
import { RETENTION } from "../privacy/retention.ts";
import { FileQuery, MediaId } from "./media.schema.ts";
import { media } from "./media.sql.ts";
import { isMediaType, MEDIA_TYPES } from "./media-types.ts";
import { mediaView } from "./media-view.ts";

/** How long a deletion can be undone. */
export const UNDO_MILLISECONDS = RETENTION.trash.hours * HOUR;
/** Life of a download link: long enough to begin a download or to seek in a clip, too short to be passed on. */
export const LINK_SECONDS = 300;

const mine = (id: v.InferOutput<typeof MediaId>["id"]) => and(eq(media.id, id), eq(media.accountId, me()));
/** Neither deleted nor sealed (core/generation/stop.ts). */
const visible = and(isNull(media.deletedAt), isNull(media.sealedKey));

/** One file of the signed-in account. Throws `not_found`. */
export const readMedia = query(MediaId, async ({ id }) =>
  mediaView(
    one(
      await db()
        .select()
        .from(media)
        .where(and(mine(id), visible)),
    ),
  ),
);

/** The uploads of the signed-in account that can be used, newest first. */
export const listUploads = query(PageQuery, async ({ cursor, limit }) => {
  const after = readCursor(cursor);
  const size = Number(limit);
  const rows = await db()
    .select()
    .from(media)
    .where(
      and(
        eq(media.accountId, me()),
        eq(media.state, "ready"),
        isNull(media.generationId),
        visible,
        after
          ? sql`(${media.createdAt}, ${media.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(media.createdAt), desc(media.id))
    .limit(size + 1);
  const page = cutPage(rows, size);
  return { items: page.rows.map(mediaView), next: page.next };
});

/** A signed link to a file or its thumbnail, under its right name and type. Throws `not_found`, `media_not_ready`, `file_lost`. */
export const linkToFile = query(v.object({ ...MediaId.entries, ...FileQuery.entries }), async (input) => {
  const row = one(
    await db()
      .select()
      .from(media)
      .where(and(mine(input.id), visible)),
  );
  if (row.state !== "ready" || row.objectKey === null) throw new AppError("media_not_ready");
  if (row.lostAt !== null) throw new AppError("file_lost");
  const disposition = input.download === "1" ? "attachment" : "inline";
  if (input.variant === "original")
    return presignDownload("media", row.objectKey, {
      contentType: row.contentType,
      fileName: withExtension(row.fileName, row.contentType),
      seconds: LINK_SECONDS,
      disposition,
    });
  if (row.thumbnailKey === null) throw new AppError("not_found");
  return presignDownload("media", row.thumbnailKey, {
    contentType: "image/webp",
    fileName: withExtension(row.fileName, "image/webp"),
    seconds: LINK_SECONDS,
    disposition,
  });
});

/** The file name with the ending of what it really is (a picture may have been stored in another format). */
function withExtension(fileName: string, contentType: string): string {
  const extension = isMediaType(contentType) ? MEDIA_TYPES[contentType].extension : "bin";
  return `${fileName.replace(/\.[A-Za-z0-9]{1,5}$/, "")}.${extension}`;
}

/** Deletes an upload; it can be undone for an hour. Outputs are deleted with their generation. Throws `not_found`. */
export const deleteMedia = command(MediaId, async ({ id }) => {
  one(
    await db()
      .update(media)
      .set({ deletedAt: now() })
      .where(and(mine(id), visible, isNull(media.generationId), ne(media.state, "uploading")))
      .returning({ id: media.id }),
  );
});

/** Takes the deletion of an upload back. Throws `not_found` when there is none, or when it is an hour old. */
export const restoreMedia = command(MediaId, async ({ id }) => {
  const recent = and(isNotNull(media.deletedAt), gt(media.deletedAt, fromNow(-UNDO_MILLISECONDS)));
  const restored = await db()
    .update(media)
    .set({ deletedAt: null })
    .where(and(mine(id), isNull(media.generationId), recent))
    .returning();
  return mediaView(one(restored));
});
