/** Object storage through the S3 API. Keys are random: they say nothing of whose object it is or what it was called. */
import { createHash, randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { config } from "./config.ts";
import { refuseInTransaction } from "./database.ts";

export type Bucket = "media" | "exports" | "journal";
/** What each bucket is called in the storage. */
export const BUCKETS: Record<Bucket, string> = {
  media: config.STORAGE_BUCKET_MEDIA,
  exports: config.STORAGE_BUCKET_EXPORTS,
  journal: config.STORAGE_BUCKET_JOURNAL,
};

let client: S3Client | undefined;

/** The SDK and its client, loaded by the first call: they would take longer than the rest of a cold start together. */
export async function open() {
  const sdk = await import("@aws-sdk/client-s3");
  client ??= new sdk.S3Client({
    endpoint: config.STORAGE_ENDPOINT,
    region: config.STORAGE_REGION,
    forcePathStyle: true,
    // A presigned PUT would otherwise carry the checksum of an empty body, which some servers verify.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    credentials: {
      accessKeyId: config.STORAGE_ACCESS_KEY_ID,
      secretAccessKey: config.STORAGE_SECRET_ACCESS_KEY,
    },
  });
  return { s3: client, sdk };
}

/** A new key: 160 random bits under two levels of folders. */
export function newKey(): string {
  const name = randomBytes(20).toString("hex");
  return `${name.slice(0, 2)}/${name.slice(2)}`;
}

/** Stores bytes under a key, replacing what was there. */
export async function putObject(
  bucket: Bucket,
  key: string,
  body: Uint8Array,
  contentType: string,
): Promise<void> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  await s3.send(
    new sdk.PutObjectCommand({ Bucket: BUCKETS[bucket], Key: key, Body: body, ContentType: contentType }),
  );
}

/**
 * Stores bytes under a key unless something is there (S3's conditional write: of those who come at once, one wins). False
 * when there is, which may be what a first try of this very call has left.
 */
export async function putNew(
  bucket: Bucket,
  key: string,
  body: Uint8Array,
  contentType: string,
): Promise<boolean> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  // A bucket whose objects are locked takes none without its digest (S3 API reference, PutObject).
  const ContentMD5 = createHash("md5").update(body).digest("base64");
  const object = { Bucket: BUCKETS[bucket], Key: key, Body: body, ContentType: contentType, ContentMD5 };
  try {
    await s3.send(new sdk.PutObjectCommand({ ...object, IfNoneMatch: "*" }));
    return true;
  } catch (error) {
    if (error instanceof Error && TAKEN.has(error.name)) return false;
    throw error;
  }
}
/** Something is there, or is being written there at this moment (S3 API reference, PutObject). */
const TAKEN = new Set(["PreconditionFailed", "ConditionalRequestConflict"]);

/** The object as a stream. Undefined when it does not exist. `range` is inclusive, in bytes. */
export async function readObject(
  bucket: Bucket,
  key: string,
  range?: { first: number; last: number },
): Promise<Readable | undefined> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  try {
    const answer = await s3.send(
      new sdk.GetObjectCommand({
        Bucket: BUCKETS[bucket],
        Key: key,
        ...(range ? { Range: `bytes=${range.first}-${range.last}` } : {}),
      }),
    );
    return answer.Body as Readable;
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return undefined;
    throw error;
  }
}

/** The whole object in memory, or undefined. For objects whose size is bounded. */
export async function readBytes(bucket: Bucket, key: string): Promise<Uint8Array | undefined> {
  const stream = await readObject(bucket, key);
  if (!stream) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Size in bytes and type, or undefined when the object does not exist. */
export async function headObject(
  bucket: Bucket,
  key: string,
): Promise<{ bytes: number; contentType: string } | undefined> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  try {
    const head = await s3.send(new sdk.HeadObjectCommand({ Bucket: BUCKETS[bucket], Key: key }));
    return { bytes: head.ContentLength ?? 0, contentType: head.ContentType ?? "application/octet-stream" };
  } catch (error) {
    if (error instanceof sdk.NotFound) return undefined;
    throw error;
  }
}

/** Deletes objects, 1,000 a request. Deleting what is not there is no error. Throws when the storage kept one. */
export async function deleteObjects(bucket: Bucket, keys: readonly string[]): Promise<void> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  for (let start = 0; start < keys.length; start += 1000) {
    const batch = keys.slice(start, start + 1000).map((Key) => ({ Key }));
    const answer = await s3.send(
      new sdk.DeleteObjectsCommand({ Bucket: BUCKETS[bucket], Delete: { Objects: batch, Quiet: true } }),
    );
    if (answer.Errors?.length)
      throw new Error(`storage kept ${answer.Errors.length} of ${batch.length} objects`);
  }
}

/** One page of the bucket's keys in order, after `after`. */
export async function listObjects(
  bucket: Bucket,
  after?: string,
): Promise<{ key: string; bytes: number; etag: string; modifiedAt: Date }[]> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const page = await s3.send(
    new sdk.ListObjectsV2Command({ Bucket: BUCKETS[bucket], ...(after ? { StartAfter: after } : {}) }),
  );
  return (page.Contents ?? []).map((entry) => ({
    key: entry.Key ?? "",
    bytes: entry.Size ?? 0,
    etag: entry.ETag ?? "",
    modifiedAt: entry.LastModified ?? new Date(0),
  }));
}

/** Begins an object that is stored in pieces. Returns the id of the upload. */
export async function beginUpload(bucket: Bucket, key: string, contentType: string): Promise<string> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const begun = await s3.send(
    new sdk.CreateMultipartUploadCommand({ Bucket: BUCKETS[bucket], Key: key, ContentType: contentType }),
  );
  if (!begun.UploadId) throw new Error("the storage gave an upload no id");
  return begun.UploadId;
}

export type Upload = { bucket: Bucket; key: string; uploadId: string };
/** A piece that the storage has: its number counts from one. */
export type Piece = { number: number; etag: string; bytes: number };

const named = ({ bucket, key, uploadId }: Upload) => ({
  Bucket: BUCKETS[bucket],
  Key: key,
  UploadId: uploadId,
});

/** Stores one piece, replacing an earlier one of that number. All but the last need 5 MiB at least. */
export async function putPiece(upload: Upload, number: number, body: Uint8Array): Promise<Piece> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const answer = await s3.send(
    new sdk.UploadPartCommand({ ...named(upload), PartNumber: number, Body: body }),
  );
  return { number, etag: answer.ETag ?? "", bytes: body.length };
}

/** The pieces that the storage has, by number; undefined when it does not know the upload. */
export async function listPieces(upload: Upload): Promise<Piece[] | undefined> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const pieces: Piece[] = [];
  for (let after: string | undefined; ; ) {
    const page = await s3
      .send(new sdk.ListPartsCommand({ ...named(upload), ...(after ? { PartNumberMarker: after } : {}) }))
      .catch(unlessUnknown);
    if (!page) return undefined;
    for (const { PartNumber = 0, ETag = "", Size = 0 } of page.Parts ?? [])
      pieces.push({ number: PartNumber, etag: ETag, bytes: Size });
    if (!page.IsTruncated) return pieces;
    after = page.NextPartNumberMarker;
  }
}

/** Makes the object of its pieces, which are named in order. Throws when the storage does not know the upload. */
export async function finishUpload(upload: Upload, pieces: readonly Piece[]): Promise<void> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const Parts = pieces.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
  await s3.send(new sdk.CompleteMultipartUploadCommand({ ...named(upload), MultipartUpload: { Parts } }));
}

/** Forgets an upload and its pieces. One that is not known is no error. */
export async function dropUpload(upload: Upload): Promise<void> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  await s3.send(new sdk.AbortMultipartUploadCommand(named(upload))).catch(unlessUnknown);
}

function unlessUnknown(error: unknown): undefined {
  if (error instanceof Error && error.name === "NoSuchUpload") return undefined;
  throw error;
}

/**
 * A link that lets a browser put exactly these many bytes of exactly this type under the key, as long as nothing is there:
 * the browser has to send `if-none-match: *` with it.
 */
export async function presignUpload(
  bucket: Bucket,
  key: string,
  upload: { contentType: string; bytes: number; seconds: number },
): Promise<string> {
  const { s3, sdk } = await open();
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  const request = new sdk.PutObjectCommand({
    Bucket: BUCKETS[bucket],
    Key: key,
    ContentType: upload.contentType,
    ContentLength: upload.bytes,
    IfNoneMatch: "*",
  });
  return getSignedUrl(s3, request, {
    expiresIn: upload.seconds,
    signableHeaders: new Set(["host", "content-type", "content-length", "if-none-match"]),
  });
}

/**
 * Takes away what was uploaded and leaves an empty object in its place, so that the link, which may be good for minutes
 * yet, puts nothing there again. The sweep of orphans removes it once no row names it.
 */
export async function emptyUpload(bucket: Bucket, key: string): Promise<void> {
  await putObject(bucket, key, new Uint8Array(), "application/octet-stream");
}

/** Pictures are looked at again; a copy of everything about somebody is left in no browser of a shared computer. */
const BROWSER_CACHE: Record<Bucket, string> = {
  media: "private, max-age=3600",
  exports: "no-store",
  journal: "no-store",
};

/** A link that lets a browser read the object for a while under a given name and type. */
export async function presignDownload(
  bucket: Bucket,
  key: string,
  download: { contentType: string; fileName: string; seconds: number; disposition: "inline" | "attachment" },
): Promise<string> {
  const ascii = download.fileName.replace(/[^\w. -]+/g, "_");
  const { s3, sdk } = await open();
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  const request = new sdk.GetObjectCommand({
    Bucket: BUCKETS[bucket],
    Key: key,
    ResponseContentType: download.contentType,
    ResponseContentDisposition: `${download.disposition}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(download.fileName)}`,
    ResponseCacheControl: BROWSER_CACHE[bucket],
  });
  return getSignedUrl(s3, request, { expiresIn: download.seconds });
}
