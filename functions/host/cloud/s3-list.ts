/** ListObjectsV2: pages of keys in the order of their UTF-8 bytes, optionally folded at a delimiter. */
import { S3Error } from "./s3-error.ts";
import { readWhole, type S3Operation, type S3Request } from "./s3-request.ts";
import { LAST, type Listed, type S3Store } from "./s3-store.ts";
import { element } from "./s3-xml.ts";

type Page = { contents: Listed[]; folders: string[]; next?: string };

/** What a caller may say beside list-type. */
export const LIST_PARAMETERS = ["prefix", "delimiter", "max-keys", "continuation-token", "start-after"];

/** ListObjectsV2, at most 1,000 entries. */
export const listObjects: S3Operation = ({ store }, request) => {
  const { bucket, query } = request;
  if (query.get("list-type") !== "2") throw new S3Error("NotImplemented", "Only list-type=2 is implemented.");
  const limit = readWhole(query, "max-keys", 1000, 1000);
  const { contents, folders, next } = readPage(store, request, limit);
  return {
    xml: element("ListBucketResult", [
      element("Name", bucket),
      element("Prefix", query.get("prefix") ?? ""),
      element("MaxKeys", limit),
      element("KeyCount", contents.length + folders.length),
      element("IsTruncated", next !== undefined),
      ...(next === undefined
        ? []
        : [element("NextContinuationToken", Buffer.from(next).toString("base64url"))]),
      ...contents.map(describe),
      ...folders.map((folder) => element("CommonPrefixes", [element("Prefix", folder)])),
    ]),
  };
};

/** Up to `limit` entries; `next` is the place to go on from, absent on the last page. */
function readPage(store: S3Store, { bucket, query }: S3Request, limit: number): Page {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const page: Page = { contents: [], folders: [] };
  let place = token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();
  for (;;) {
    const object = limit === 0 ? undefined : store.nextObject(bucket, prefix, place);
    if (object === undefined) return page;
    if (page.contents.length + page.folders.length === limit) return { ...page, next: place };
    const cut = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      page.contents.push(object);
      place = object.key;
    } else {
      const folder = object.key.slice(0, cut + delimiter.length);
      page.folders.push(folder);
      place = folder + LAST;
    }
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
