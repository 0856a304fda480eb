/** Multipart uploads. Completing one copies nothing: the object is the list of its parts' files. */
import { createHash } from "node:crypto";
import { S3Error } from "./s3-error.ts";
import { objectHeaders, onlyIfAbsent } from "./s3-object.ts";
import { openPayload, readText } from "./s3-payload.ts";
import { readWhole, type S3Operation, type S3Request } from "./s3-request.ts";
import type { Draft } from "./s3-store.ts";
import type { Part, S3Uploads } from "./s3-uploads.ts";
import { element, readAll, readTexts } from "./s3-xml.ts";

const MAX_PARTS = 10_000;
/** Every part but the last, in bytes. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

type NamedPart = { number: number; etag: string; crc32: string | undefined };

/** CreateMultipartUpload: keeps the headers that the object will have. */
export const createUpload: S3Operation = ({ uploads }, request) => {
  const { bucket, key } = request;
  const id = uploads.create(bucket, key, objectHeaders(request));
  const lines = [element("Bucket", bucket), element("Key", key), element("UploadId", id)];
  return { xml: element("InitiateMultipartUploadResult", lines) };
};

/** UploadPart: a part with the same number replaces the earlier one. Throws NoSuchUpload. */
export const uploadPart: S3Operation = async (s3, request) => {
  const number = readWhole(request.query, "partNumber", 0, MAX_PARTS + 1);
  if (number < 1 || number > MAX_PARTS)
    throw new S3Error("InvalidArgument", "Part number must be 1 to 10000");
  findUpload(s3.uploads, request);
  const { file, size, md5, checksums } = await s3.files.write(openPayload(request));
  try {
    // The upload may have ended while the body came in.
    const { id } = findUpload(s3.uploads, request);
    s3.commit(() => s3.uploads.putPart(id, { number, file, size, etag: md5, crc32: checksums.crc32 }));
  } catch (error) {
    s3.files.remove([file]);
    throw error;
  }
  return { headers: { etag: `"${md5}"`, "x-amz-checksum-crc32": checksums.crc32 } };
};

/** CompleteMultipartUpload, all or nothing. Throws InvalidPart, InvalidPartOrder, EntityTooSmall, PreconditionFailed. */
export const completeUpload: S3Operation = async (s3, request) => {
  const { bucket, key } = request;
  const named = readAll(await readText(request), "Part").map(readPart);
  const { id, headers } = findUpload(s3.uploads, request);
  const parts = chooseParts(named, s3.uploads.parts(id));
  const draft = joinParts(parts, headers);
  s3.commit(() => {
    const replaced = s3.store.putObject(bucket, key, draft, onlyIfAbsent(request));
    const used = new Set(parts.map((part) => part.file));
    return [...replaced, ...s3.uploads.remove(id).filter((file) => !used.has(file))];
  });
  const lines = [element("Bucket", bucket), element("Key", key), element("ETag", `"${draft.etag}"`)];
  return { xml: element("CompleteMultipartUploadResult", lines) };
};

/** AbortMultipartUpload: forgets the upload and removes its files. */
export const abortUpload: S3Operation = (s3, request) => {
  const { id } = findUpload(s3.uploads, request);
  s3.commit(() => s3.uploads.remove(id));
  return { status: 204 };
};

/** ListParts, by number. */
export const listParts: S3Operation = ({ uploads }, request) => {
  const { id } = findUpload(uploads, request);
  const limit = readWhole(request.query, "max-parts", 1000, 1000);
  const after = readWhole(request.query, "part-number-marker", 0, MAX_PARTS);
  const found = uploads.parts(id, after, limit + 1);
  const parts = found.slice(0, limit);
  return {
    xml: element("ListPartsResult", [
      element("Bucket", request.bucket),
      element("Key", request.key),
      element("UploadId", id),
      element("MaxParts", limit),
      element("IsTruncated", found.length > limit),
      element("NextPartNumberMarker", parts.at(-1)?.number ?? after),
      ...parts.map(({ number, size, etag, modifiedAt }) =>
        element("Part", [
          element("PartNumber", number),
          element("LastModified", new Date(modifiedAt).toISOString()),
          element("ETag", `"${etag}"`),
          element("Size", size),
        ]),
      ),
    ]),
  };
};

/** ListMultipartUploads, by key and id. */
export const listUploads: S3Operation = (s3, { bucket, query }) => {
  const get = (name: string) => query.get(name) ?? "";
  const limit = readWhole(query, "max-uploads", 1000, 1000);
  const found = s3.uploads.list(bucket, get("prefix"), get("key-marker"), get("upload-id-marker"), limit + 1);
  const uploads = found.slice(0, limit);
  const last = uploads.at(-1);
  return {
    xml: element("ListMultipartUploadsResult", [
      element("Bucket", bucket),
      element("IsTruncated", found.length > limit),
      ...(last ? [element("NextKeyMarker", last.key), element("NextUploadIdMarker", last.id)] : []),
      ...uploads.map(({ key, id, createdAt }) =>
        element("Upload", [
          element("Key", key),
          element("UploadId", id),
          element("Initiated", new Date(createdAt).toISOString()),
        ]),
      ),
    ]),
  };
};

function findUpload(uploads: S3Uploads, { bucket, key, query }: S3Request) {
  return uploads.get(query.get("uploadId") ?? "", bucket, key);
}

function readPart(xml: string): NamedPart {
  const [etag = ""] = readTexts(xml, "ETag");
  const [crc32] = readTexts(xml, "ChecksumCRC32");
  return { number: Number(readTexts(xml, "PartNumber")[0]), etag: etag.replaceAll('"', ""), crc32 };
}

/** The stored parts that the caller names, in ascending order, each as the caller knows it. */
function chooseParts(named: NamedPart[], stored: Part[]): Part[] {
  if (named.length === 0) throw new S3Error("MalformedXML", "No part is named.");
  if (named.some(({ number }, index) => number <= (named[index - 1]?.number ?? 0))) {
    throw new S3Error("InvalidPartOrder", "Parts must be in ascending order.");
  }
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  return named.map(({ number, etag, crc32 }, index) => {
    const part = byNumber.get(number);
    if (part?.etag !== etag || (crc32 !== undefined && crc32 !== part.crc32)) {
      throw new S3Error("InvalidPart", "One or more of the specified parts could not be found.");
    }
    if (index < named.length - 1 && part.size < MIN_PART_BYTES) {
      throw new S3Error("EntityTooSmall", `A part is smaller than ${MIN_PART_BYTES} bytes.`);
    }
    return part;
  });
}

/** The ETag is the MD5 of the parts' MD5s and their number, as S3 makes it. */
function joinParts(parts: Part[], headers: Record<string, string>): Draft {
  const digests = Buffer.from(parts.map((part) => part.etag).join(""), "hex");
  const etag = `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return { size, etag, headers, crc32: null, segments: parts.map(({ file, size }) => ({ file, size })) };
}
