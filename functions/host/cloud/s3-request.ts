/** One S3 request and its answer, as the operations see them: no sockets, no signatures. */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { S3Error } from "./s3-error.ts";
import type { S3Files } from "./s3-files.ts";
import type { S3Store } from "./s3-store.ts";
import type { S3Uploads } from "./s3-uploads.ts";

export type S3Target = { bucket: string; key: string; query: URLSearchParams };
export type S3Request = S3Target & {
  message: IncomingMessage;
  /** SHA-256 of the body in hex, UNSIGNED-PAYLOAD or STREAMING-UNSIGNED-PAYLOAD-TRAILER. */
  payloadHash: string;
  /** A header by its lower-case name; presigned URLs carry x-amz-* headers in the query. */
  header(name: string): string | undefined;
};

export type S3Reply = {
  status?: number;
  headers?: Record<string, string | number>;
  xml?: string;
  stream?: Readable;
};

export type S3 = {
  store: S3Store;
  uploads: S3Uploads;
  files: S3Files;
  region: string;
  /** Runs in one transaction and removes the files that `work` says are no longer named. */
  commit(work: () => string[]): void;
};

export type S3Operation = (s3: S3, request: S3Request) => S3Reply | Promise<S3Reply>;

/** `/bucket/key?query`, path style. The key is text, whatever it contains. Throws InvalidURI. */
export function readTarget(url: string): S3Target {
  const [path = "", search] = url.split(/\?(.*)/s);
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(decode(path)) ?? [];
  if (Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError", "Your key is too long");
  return { bucket, key, query: new URLSearchParams(search) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
}

/** A whole number from the query, `otherwise` when absent. Throws InvalidArgument. */
export function readWhole(query: URLSearchParams, name: string, otherwise: number, max: number): number {
  const value = Number(query.get(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 0)
    throw new S3Error("InvalidArgument", `${name} must be a whole number`);
  return Math.min(value, max);
}
