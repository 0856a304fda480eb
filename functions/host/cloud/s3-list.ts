/** ListObjectsV2: pages of keys in the order of their UTF-8 bytes. */
import { S3Error } from "./s3-error.ts";
import { readWhole, type S3Operation, type S3Request } from "./s3-request.ts";
import type { Listed, S3Store } from "./s3-store.ts";
import { element } from "./s3-xml.ts";

type Page = { contents: Listed[]; next?: string };

/** What a caller may say beside list-type. */
export const LIST_PARAMETERS = ["prefix", "max-keys", "continuation-token", "start-after"];

/** ListObjectsV2, at most 1,000 entries. */
export const listObjects: S3Operation = ({ store }, request) => {
  const { bucket, query } = request;
  if (query.get("list-type") !== "2") throw new S3Error("NotImplemented", "Only list-type=2 is implemented.");
  const limit = readWhole(query, "max-keys", 1000, 1000);
  const { contents, next } = readPage(store, request, limit);
  return {
    xml: element("ListBucketResult", [
      element("Name", bucket),
      element("Prefix", query.get("prefix") ?? ""),
      element("MaxKeys", limit),
      element("KeyCount", contents.length),
      element("IsTruncated", next !== undefined),
      ...(next === undefined
        ? []
        : [element("NextContinuationToken", Buffer.from(next).toString("base64url"))]),
      ...contents.map(describe),
    ]),
  };
};

/** Up to `limit` entries; `next` is the place to go on from, absent on the last page. */
function readPage(store: S3Store, { bucket, query }: S3Request, limit: number): Page {
  const prefix = query.get("prefix") ?? "";
  const token = query.get("continuation-token");
  const page: Page = { contents: [] };
  let place = token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();
  for (;;) {
    const object = limit === 0 ? undefined : store.nextObject(bucket, prefix, place);
    if (object === undefined) return page;
    if (page.contents.length === limit) return { ...page, next: place };
    page.contents.push(object);
    place = object.key;
  }
}

function describe({ key, size, etag, modifiedAt }: Listed): string {
  return element("Contents", [
    element("Key", key),
    element("LastModified", new Date(modifiedAt).toISOString()),
    element("ETag", `"${etag}"`),
    element("Size", size),
    element("StorageClass", "STANDARD"),
  ]);
}
