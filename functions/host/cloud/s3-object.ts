/** Writing and deleting objects; the headers that are kept with them. */
import { S3Error } from "./s3-error.ts";
import { openPayload, readText } from "./s3-payload.ts";
import type { S3, S3Operation, S3Request } from "./s3-request.ts";
import type { Draft } from "./s3-store.ts";
import { element, readAll, readTexts } from "./s3-xml.ts";

/** Headers that are stored with an object and that a GET may override by response-*. */
export const OBJECT_HEADERS = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
const MAX_USER_METADATA_BYTES = 2048;
const MAX_DELETED_KEYS = 1000;

/** PutObject. */
export const putObject: S3Operation = async (s3, request) => {
  const headers = objectHeaders(request);
  const { file, size, md5, checksums } = await s3.files.write(openPayload(request));
  saveObject(s3, request, { size, etag: md5, headers, crc32: checksums.crc32, segments: [{ file, size }] });
  return {
    headers: {
      etag: `"${md5}"`,
      "x-amz-checksum-crc32": checksums.crc32,
      "x-amz-checksum-type": "FULL_OBJECT",
    },
  };
};

/** DeleteObject. A key that does not exist is no error. */
export const deleteObject: S3Operation = (s3, { bucket, key }) => {
  s3.commit(() => s3.store.deleteObjects(bucket, [key]));
  return { status: 204 };
};

/** DeleteObjects: 1 to 1,000 keys, all or none. */
export const deleteObjects: S3Operation = async (s3, request) => {
  const xml = await readText(request);
  const keys = readAll(xml, "Object").map((object) => readTexts(object, "Key")[0] ?? "");
  if (keys.length === 0 || keys.length > MAX_DELETED_KEYS || keys.includes("")) {
    throw new S3Error("MalformedXML", `Name 1 to ${MAX_DELETED_KEYS} keys.`);
  }
  s3.commit(() => s3.store.deleteObjects(request.bucket, keys));
  const quiet = readTexts(xml, "Quiet")[0] === "true";
  const deleted = quiet ? [] : keys.map((key) => element("Deleted", [element("Key", key)]));
  return { xml: element("DeleteResult", deleted) };
};

/** The headers to keep with the object. Throws MetadataTooLarge. */
export function objectHeaders(request: S3Request): Record<string, string> {
  const names = Object.keys(request.message.headers).filter((name) => name.startsWith("x-amz-meta-"));
  const kept = [...OBJECT_HEADERS, ...names].flatMap((name) => {
    const value = request.header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const headers = Object.fromEntries(kept);
  const encodings = headers["content-encoding"]?.split(",").map((encoding) => encoding.trim());
  if (encodings?.includes("aws-chunked")) {
    const rest = encodings.filter((encoding) => encoding !== "aws-chunked" && encoding !== "");
    if (rest.length > 0) headers["content-encoding"] = rest.join(",");
    else delete headers["content-encoding"];
  }
  const metadata = names.map((name) => name.slice("x-amz-meta-".length) + headers[name]).join("");
  if (Buffer.byteLength(metadata) > MAX_USER_METADATA_BYTES) {
    throw new S3Error("MetadataTooLarge", `The limit is ${MAX_USER_METADATA_BYTES} bytes.`);
  }
  return headers;
}

/** Whether the write may only create. S3 knows `If-None-Match: *` and nothing else here. */
export function onlyIfAbsent(request: S3Request): boolean {
  const condition = request.header("if-none-match");
  if (condition !== undefined && condition !== "*")
    throw new S3Error("NotImplemented", "If-None-Match takes only *");
  return condition === "*";
}

function saveObject(s3: S3, request: S3Request, draft: Draft): void {
  try {
    s3.commit(() => s3.store.putObject(request.bucket, request.key, draft, onlyIfAbsent(request)));
  } catch (error) {
    s3.files.remove(draft.segments.map((segment) => segment.file));
    throw error;
  }
}
