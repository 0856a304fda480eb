/** GetObject and HeadObject: conditions (RFC 9110, section 13), one byte range, response header overrides. */
import { S3Error } from "./s3-error.ts";
import { OBJECT_HEADERS } from "./s3-object.ts";
import type { S3Operation, S3Request } from "./s3-request.ts";
import type { StoredObject } from "./s3-store.ts";

type Range = { first: number; last: number };

/** The parameters by which a signed GET changes the headers of its answer. */
export const RESPONSE_OVERRIDES = OBJECT_HEADERS.map((name) => `response-${name}`);

/** GetObject and HeadObject. Throws NoSuchKey, PreconditionFailed, InvalidRange. */
export const readObject: S3Operation = (s3, request) => {
  const object = s3.store.getObject(request.bucket, request.key);
  const headers: Record<string, string | number> = {
    "content-type": "binary/octet-stream",
    ...object.headers,
    ...overrides(request.query),
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
  };
  if (isUnmodified(request, object)) return { status: 304, headers };
  const range = readRange(request, object);
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  headers["content-length"] = last - first + 1;
  if (range !== undefined) headers["content-range"] = `bytes ${first}-${last}/${object.size}`;
  else if (request.header("x-amz-checksum-mode") === "ENABLED" && object.crc32 !== null) {
    headers["x-amz-checksum-crc32"] = object.crc32;
    headers["x-amz-checksum-type"] = "FULL_OBJECT";
  }
  const status = range === undefined ? 200 : 206;
  if (request.message.method === "HEAD") return { status, headers };
  return { status, headers, stream: s3.files.read(object.segments, first, last) };
};

function overrides(query: URLSearchParams): Record<string, string> {
  const named = OBJECT_HEADERS.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  for (const [name, value] of named) {
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new S3Error("InvalidArgument", `response-${name} cannot be represented using ISO-8859-1.`);
    }
  }
  return Object.fromEntries(named);
}

/** Throws PreconditionFailed for If-Match and If-Unmodified-Since; true when the caller has it already. */
function isUnmodified(request: S3Request, object: StoredObject): boolean {
  const modifiedAt = Math.floor(object.modifiedAt / 1000) * 1000;
  const before = Date.parse(request.header("if-unmodified-since") ?? "");
  const since = Date.parse(request.header("if-modified-since") ?? "");
  const match = request.header("if-match");
  const noneMatch = request.header("if-none-match");
  if (match !== undefined ? !names(match, object.etag) : modifiedAt > before) {
    throw new S3Error("PreconditionFailed", "At least one of the pre-conditions did not hold");
  }
  return noneMatch !== undefined ? names(noneMatch, object.etag) : modifiedAt <= since;
}

function names(list: string, etag: string): boolean {
  return list
    .split(",")
    .some((item) => ["*", etag].includes(item.trim().replace(/^W\//, "").replaceAll('"', "")));
}

/** The range asked for; undefined for the whole (none, malformed, or If-Range of another version). */
function readRange(request: S3Request, { size, etag }: StoredObject): Range | undefined {
  const ifRange = request.header("if-range");
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(request.header("range") ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  if (ifRange !== undefined && ifRange !== `"${etag}"`) return undefined;
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) throw new S3Error("InvalidRange", "The requested range is not satisfiable");
  return { first, last };
}
