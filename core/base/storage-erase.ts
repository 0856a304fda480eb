/** Removing objects for good: every version of them, the marks of their deletion, and uploads that were never finished. */
import { refuseInTransaction } from "./database.ts";
import { BUCKETS, type Bucket, deleteObjects, dropUpload, open } from "./storage.ts";
import { listUploads, listVersions } from "./storage-look.ts";

/** What one request deletes at most (S3 API reference, DeleteObjects). */
const BATCH = 1000;
/** Requests on their way at a time. */
const IN_FLIGHT = 4;

/**
 * Removes everything that the bucket holds under the keys. No request for each key, unless the bucket keeps versions.
 * What is not there is no error. Throws when the storage kept something.
 */
export async function eraseObjects(bucket: Bucket, keys: readonly string[]): Promise<void> {
  refuseInTransaction();
  if (keys.length === 0) return;
  await inBatches(keys, (batch) => deleteObjects(bucket, batch));
  const wanted = new Set(keys);
  for (const upload of await listUploads(bucket)) if (wanted.has(upload.key)) await dropUpload(upload);
  if (await keepsVersions(bucket)) await eraseVersions(bucket, wanted);
}

async function inBatches<T>(all: readonly T[], work: (batch: readonly T[]) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let start = next; start < all.length; start = next) {
      next = start + BATCH;
      await work(all.slice(start, start + BATCH));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

/** Whether the bucket keeps older versions, or has kept some: once on, versions can be suspended but never turned off. */
async function keepsVersions(bucket: Bucket): Promise<boolean> {
  const { s3, sdk } = await open();
  try {
    const { Status } = await s3.send(new sdk.GetBucketVersioningCommand({ Bucket: BUCKETS[bucket] }));
    return Status !== undefined;
  } catch (error) {
    // A store that cannot keep versions answers 501 when it is asked about them.
    if (error instanceof Error && error.name === "NotImplemented") return false;
    throw error;
  }
}

type Named = { Key: string; VersionId: string };

async function eraseVersions(bucket: Bucket, wanted: ReadonlySet<string>): Promise<void> {
  const found: Named[] = [];
  for (const key of wanted) {
    const { entries } = await listVersions(bucket, key.slice(0, -1));
    for (const entry of entries)
      if (entry.key === key && entry.versionId !== undefined)
        found.push({ Key: key, VersionId: entry.versionId });
  }
  await inBatches(found, (batch) => deleteVersions(bucket, batch));
}

async function deleteVersions(bucket: Bucket, batch: readonly Named[]): Promise<void> {
  const { s3, sdk } = await open();
  const Delete = { Objects: [...batch], Quiet: true };
  const answer = await s3.send(new sdk.DeleteObjectsCommand({ Bucket: BUCKETS[bucket], Delete }));
  if (answer.Errors?.length) throw new Error(`storage kept ${answer.Errors.length} versions`);
}
