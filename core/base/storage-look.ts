/**
 * Looking into the storage: which keys hold something, in whatever form. An object that was deleted may live on as an
 * older version, and an upload that was never finished holds its pieces without being an object at all.
 */
import { refuseInTransaction } from "./database.ts";
import { BUCKETS, type Bucket, listObjects, open, type Upload } from "./storage.ts";

/** One version of an object, or the mark that one was deleted; a store without versions has one of each, without an id. */
export type Version = { key: string; versionId: string | undefined; modifiedAt: Date };
type Page<T> = { entries: T[]; done: boolean };

/** Stores that cannot keep versions answer 501 when asked for them. */
const withoutVersions = new Set<Bucket>();

/** One page of all versions in the order of their keys: from `from` on, which is the beginning of a key. */
export async function listVersions(bucket: Bucket, from: string): Promise<Page<Version>> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  if (!withoutVersions.has(bucket))
    try {
      const page = await s3.send(
        // The marker itself is left out, and sorts before every key that begins with it.
        new sdk.ListObjectVersionsCommand({ Bucket: BUCKETS[bucket], ...(from ? { KeyMarker: from } : {}) }),
      );
      const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map((entry) => ({
        key: entry.Key ?? "",
        versionId: entry.VersionId,
        modifiedAt: entry.LastModified ?? new Date(0),
      }));
      return { entries, done: !page.IsTruncated };
    } catch (error) {
      if (!(error instanceof Error && error.name === "NotImplemented")) throw error;
      withoutVersions.add(bucket);
    }
  const page = await s3.send(
    new sdk.ListObjectsV2Command({ Bucket: BUCKETS[bucket], ...(from ? { StartAfter: from } : {}) }),
  );
  const entries = (page.Contents ?? []).map((entry) => ({
    key: entry.Key ?? "",
    versionId: undefined,
    modifiedAt: entry.LastModified ?? new Date(0),
  }));
  return { entries, done: !page.IsTruncated };
}

/** Every upload that was begun and is neither finished nor dropped, with the instant at which it was begun. */
export async function listUploads(bucket: Bucket): Promise<(Upload & { begunAt: Date })[]> {
  refuseInTransaction();
  const { s3, sdk } = await open();
  const found: (Upload & { begunAt: Date })[] = [];
  let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await s3.send(new sdk.ListMultipartUploadsCommand({ Bucket: BUCKETS[bucket], ...marker }));
    for (const { Key = "", UploadId = "", Initiated = new Date(0) } of page.Uploads ?? [])
      found.push({ bucket, key: Key, uploadId: UploadId, begunAt: Initiated });
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    if (!IsTruncated || !NextKeyMarker) return found;
    marker = {
      KeyMarker: NextKeyMarker,
      ...(NextUploadIdMarker ? { UploadIdMarker: NextUploadIdMarker } : {}),
    };
  }
}

/**
 * Which of the keys hold something: an object, an older version of one, a mark of its deletion, or an unfinished upload.
 * The listing jumps from key to key, so it costs a request for each key at most, and no more than the pages of the bucket.
 */
export async function heldKeys(bucket: Bucket, keys: readonly string[]): Promise<string[]> {
  const held = await jumpThrough(keys, async (from) => {
    const { entries, done } = await listVersions(bucket, from);
    return { keys: entries.map(({ key }) => key), done };
  });
  const wanted = new Set(keys);
  if (wanted.size > 0) for (const { key } of await listUploads(bucket)) if (wanted.has(key)) held.add(key);
  return [...held];
}

/** Which of the keys are those of objects that can be read, at the same cost. */
export async function presentKeys(bucket: Bucket, keys: readonly string[]): Promise<Set<string>> {
  return jumpThrough(keys, async (from) => {
    const entries = await listObjects(bucket, from);
    return { keys: entries.map(({ key }) => key), done: entries.length === 0 };
  });
}

/** The keys that a listing shows: a page tells about every key up to its last one, and the next begins at the next key. */
async function jumpThrough(
  keys: readonly string[],
  list: (from: string) => Promise<{ keys: string[]; done: boolean }>,
): Promise<Set<string>> {
  const wanted = [...new Set(keys)].sort(byBytes);
  const isWanted = new Set(wanted);
  const shown = new Set<string>();
  for (let next = 0; next >= 0 && next < wanted.length; ) {
    const page = await list((wanted[next] ?? "").slice(0, -1));
    for (const key of page.keys) if (isWanted.has(key)) shown.add(key);
    const last = page.keys.at(-1);
    if (page.done || last === undefined) break;
    next = wanted.findIndex((key) => byBytes(key, last) > 0);
  }
  return shown;
}

/** The order of a listing: that of the bytes. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
