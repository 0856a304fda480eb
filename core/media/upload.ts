/**
 * Uploads: the browser puts a file into storage itself, by a link that allows exactly the announced type and size, and one
 * file. When it says that it is done, the first bytes are looked at; the rest of the inspection is a queue's work
 * (inspect.ts).
 */
import { and, desc, eq, gt, isNotNull, isNull } from "drizzle-orm";
import * as v from "valibot";
import { refuseUnlessOpen } from "../account/processing.ts";
import { me } from "../base/actor.ts";
import { fromNow, HOUR, MINUTE, now, SECOND } from "../base/clock.ts";
import { refuseRestricted } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import { AppError, invalidInput } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { emptyUpload, headObject, newKey, presignUpload, readObject } from "../base/storage.ts";
import { enqueue } from "../outbox/outbox.ts";
import { MediaId, type MediaView, UploadRequest, type UploadTicket } from "./media.schema.ts";
import { media } from "./media.sql.ts";
import { isMediaType, MEDIA_TYPES } from "./media-types.ts";
import { type MediaRow, mediaView } from "./media-view.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";

const LINK_MINUTES = 15;
/** What an upload takes that begins with the last second of its link: 50 MB at 1.4 megabits a second. */
const ARRIVAL_MINUTES = 5;
/** Files of one account that were announced and have not arrived; they go after a day (RETENTION.unfinishedUpload). */
const MAX_UNFINISHED = 100;

/**
 * Announces a file. Returns where to put it. The same idempotency key returns the same upload again, with a link that ends
 * when the first one does. Throws
 * `media_type_unsupported`, `media_empty`, `media_too_large` (limit in MB), `rate_limited` when too many that were
 * announced have not arrived, `idempotency_conflict`, or `account_closing` and `account_restricted` for what came in
 * meanwhile.
 */
export async function requestUpload(
  input: v.InferInput<typeof UploadRequest>,
  key?: string,
): Promise<UploadTicket> {
  const parsed = v.safeParse(UploadRequest, input);
  if (!parsed.success) throw invalidInput(parsed.issues);
  refuseRestricted();
  const { fileName, contentType, bytes } = parsed.output;
  if (!isMediaType(contentType)) throw new AppError("media_type_unsupported");
  const { maxBytes } = MEDIA_TYPES[contentType];
  if (bytes === 0) throw new AppError("media_empty");
  if (bytes > maxBytes) throw new AppError("media_too_large", { limit: maxBytes / 1_000_000 });
  await refuseTooMany();
  const row = await transaction(async () => {
    await refuseUnlessOpen(me());
    return insertUpload({ fileName, contentType, bytes, idempotencyKey: key ?? null });
  });
  const same = row.bytes === bytes && row.contentType === contentType;
  const end = new Date(row.createdAt.getTime() + LINK_MINUTES * MINUTE);
  const seconds = Math.ceil((end.getTime() - now().getTime()) / SECOND);
  const awaited = row.state === "uploading" && row.deletedAt === null && seconds > 0;
  if (!same || !awaited || row.uploadKey === null) throw new AppError("idempotency_conflict");
  const url = await presignUpload("media", row.uploadKey, { contentType, bytes, seconds });
  const headers = { "content-type": contentType, "if-none-match": "*" };
  return { media: mediaView(row), upload: { url, headers, expiresAt: end.toISOString() } };
}

async function refuseTooMany(): Promise<void> {
  const unfinished = and(eq(media.accountId, me()), eq(media.state, "uploading"));
  if ((await db().$count(media, unfinished)) >= MAX_UNFINISHED)
    throw new AppError("rate_limited", { retryAfterSeconds: HOUR / SECOND });
}

async function insertUpload(
  file: Pick<MediaRow, "fileName" | "contentType" | "bytes" | "idempotencyKey">,
): Promise<MediaRow> {
  const inserted = await db()
    .insert(media)
    .values({ accountId: me(), state: "uploading", uploadKey: newKey(), ...file })
    .onConflictDoNothing()
    .returning();
  if (inserted[0] || file.idempotencyKey === null) return one(inserted);
  const earlier = and(eq(media.accountId, me()), eq(media.idempotencyKey, file.idempotencyKey));
  return one(await db().select().from(media).where(earlier));
}

/**
 * Takes an upload that has arrived into inspection. Called again it answers with the present state. Throws
 * `upload_incomplete` when the file is not there, `media_type_mismatch` when its first bytes are something else than
 * announced: then nothing of it is kept.
 */
export async function completeUpload(input: v.InferInput<typeof MediaId>): Promise<MediaView> {
  const parsed = v.safeParse(MediaId, input);
  if (!parsed.success) throw invalidInput(parsed.issues);
  refuseRestricted();
  const mine = and(eq(media.id, parsed.output.id), eq(media.accountId, me()), isNull(media.deletedAt));
  const row = one(await db().select().from(media).where(mine));
  if (row.state !== "uploading" || row.uploadKey === null) return mediaView(row);
  const head = await headObject("media", row.uploadKey);
  if (head?.bytes !== row.bytes) throw new AppError("upload_incomplete");
  if ((await sniffObject(row.uploadKey)) !== row.contentType) {
    await emptyUpload("media", row.uploadKey);
    const refused = and(mine, eq(media.state, "uploading"));
    const gone = await db().delete(media).where(refused).returning({ id: media.id });
    // Another call came first: what stood there was taken over meanwhile.
    if (gone.length === 0) return mediaView(one(await db().select().from(media).where(mine)));
    throw new AppError("media_type_mismatch");
  }
  return mediaView(await startInspection(row));
}

async function sniffObject(key: string): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  const stream = await readObject("media", key, { first: 0, last: SNIFF_BYTES - 1 });
  for await (const chunk of stream ?? []) chunks.push(chunk as Buffer);
  return sniff(Buffer.concat(chunks));
}

async function startInspection(row: MediaRow): Promise<MediaRow> {
  return transaction(async () => {
    const [started] = await db()
      .update(media)
      .set({ state: "checking" })
      .where(and(eq(media.id, row.id), eq(media.state, "uploading")))
      .returning();
    if (started) await enqueue("media", { mediaId: row.id });
    return started ?? one(await db().select().from(media).where(eq(media.id, row.id)));
  });
}

/**
 * The fence of an account that is erased: no link is given any more (they are given under its lock), but one that was may
 * be used until it ends, unless its place is taken for good (inspect.ts). Returns until when, if a file can still come.
 */
export async function fenceUploads(accountId: Id<"account">): Promise<{ objects: Date } | undefined> {
  const life = (LINK_MINUTES + ARRIVAL_MINUTES) * MINUTE;
  const [last] = await db()
    .select({ createdAt: media.createdAt })
    .from(media)
    .where(
      and(eq(media.accountId, accountId), isNotNull(media.uploadKey), gt(media.createdAt, fromNow(-life))),
    )
    .orderBy(desc(media.createdAt))
    .limit(1);
  return last && { objects: new Date(last.createdAt.getTime() + life) };
}
