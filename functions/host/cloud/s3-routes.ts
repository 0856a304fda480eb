/**
 * Which operations the local S3 knows.
 * Invariant: an operation, parameter, condition or x-amz-* header that is not listed here answers 501:
 * nothing is guessed, nothing is ignored.
 */
import { createBucket, headBucket } from "./s3-bucket.ts";
import { getCors, putCors } from "./s3-cors.ts";
import { S3Error } from "./s3-error.ts";
import { LIST_PARAMETERS, listObjects } from "./s3-list.ts";
import {
  abortUpload,
  completeUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from "./s3-multipart.ts";
import { deleteObject, deleteObjects, putObject } from "./s3-object.ts";
import { RESPONSE_OVERRIDES, readObject } from "./s3-read.ts";
import type { S3, S3Operation, S3Reply, S3Request } from "./s3-request.ts";

type Route = { run: S3Operation; parameters?: string[]; headers?: string[] };

const CONDITIONS = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"];
const READ: Route = { run: readObject, parameters: RESPONSE_OVERRIDES, headers: CONDITIONS };

/** By method, kind of path and the parameter that selects the operation. */
const ROUTES: Record<string, Route> = {
  "PUT bucket": { run: createBucket },
  "HEAD bucket": { run: headBucket },
  "PUT bucket?cors": { run: putCors },
  "GET bucket?cors": { run: getCors },
  "GET bucket?list-type": { run: listObjects, parameters: LIST_PARAMETERS },
  "GET bucket?uploads": {
    run: listUploads,
    parameters: ["prefix", "max-uploads", "key-marker", "upload-id-marker"],
  },
  "POST bucket?delete": { run: deleteObjects },
  "PUT object": { run: putObject, headers: ["if-none-match"] },
  "GET object": READ,
  "HEAD object": READ,
  "DELETE object": { run: deleteObject },
  "POST object?uploads": { run: createUpload },
  "PUT object?uploadId": { run: uploadPart, parameters: ["partNumber"] },
  "GET object?uploadId": { run: listParts, parameters: ["max-parts", "part-number-marker"] },
  "POST object?uploadId": { run: completeUpload, headers: ["if-none-match"] },
  "DELETE object?uploadId": { run: abortUpload },
};
const SELECTORS = ["cors", "list-type", "uploads", "delete", "uploadId"];

/** What any request may carry: the signature, checksums, user metadata. */
const COMMON = [
  /^x-id$/,
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|content-sha256|user-agent)$/,
  /^x-amz-(sdk-checksum-algorithm|trailer|decoded-content-length|meta-.+)$/,
  /^x-amz-checksum-(crc32|sha256|mode|algorithm|type)$/,
];
const PAYLOADS = /^([0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER)$/;
const TRAILERS = ["x-amz-checksum-crc32", "x-amz-checksum-sha256"];

/** Runs the operation that the (verified) request asks for. Throws S3Error. */
export function runOperation(s3: S3, request: S3Request): S3Reply | Promise<S3Reply> {
  const { query, bucket, key } = request;
  const selector = SELECTORS.find((name) => query.has(name));
  const kind = key === "" ? "bucket" : "object";
  const name = `${request.message.method} ${kind}${selector === undefined ? "" : `?${selector}`}`;
  const route = ROUTES[name];
  if (route === undefined || bucket === "")
    throw new S3Error("NotImplemented", `${name} is not implemented.`);
  requireKnown(request, route, [selector ?? "x-id", ...(route.parameters ?? [])]);
  if (route.run !== createBucket && s3.store.findBucket(bucket) === undefined) {
    throw new S3Error("NoSuchBucket", "The specified bucket does not exist");
  }
  return route.run(s3, request);
}

function requireKnown(request: S3Request, route: Route, parameters: string[]): void {
  const isCommon = (name: string) => COMMON.some((pattern) => pattern.test(name.toLowerCase()));
  const headers = Object.keys(request.message.headers).filter((name) => /^(x-amz-|if-)/.test(name));
  const unknown = [
    ...[...request.query.keys()].filter((name) => !parameters.includes(name) && !isCommon(name)),
    ...headers.filter((name) => !route.headers?.includes(name) && !isCommon(name)),
  ];
  if (unknown.length > 0) throw new S3Error("NotImplemented", `${unknown.join(", ")} is not implemented.`);
  const trailer = request.header("x-amz-trailer");
  if (!PAYLOADS.test(request.payloadHash) || (trailer !== undefined && !TRAILERS.includes(trailer))) {
    throw new S3Error("NotImplemented", `${request.payloadHash} with ${trailer} is not implemented.`);
  }
}
