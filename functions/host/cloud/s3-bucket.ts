/** Buckets: they are made and looked up; nothing here empties or removes one. */
import { S3Error } from "./s3-error.ts";
import { readText } from "./s3-payload.ts";
import type { S3Operation } from "./s3-request.ts";

/** CreateBucket. A second creation answers BucketAlreadyOwnedByYou. */
export const createBucket: S3Operation = async ({ store }, request) => {
  if (Number(request.header("content-length") ?? 0) > 0) await readText(request);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(request.bucket)) {
    throw new S3Error("InvalidBucketName", "The specified bucket is not valid.");
  }
  if (!store.createBucket(request.bucket))
    throw new S3Error("BucketAlreadyOwnedByYou", "You own it already.");
  return { headers: { location: `/${request.bucket}` } };
};

/** HeadBucket: the router has made sure that the bucket exists. */
export const headBucket: S3Operation = ({ region }) => ({ headers: { "x-amz-bucket-region": region } });
