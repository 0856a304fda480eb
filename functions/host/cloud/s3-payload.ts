/**
 * A request body on its way in: decoded, counted and hashed chunk by chunk.
 * Invariant: a body is accepted only if its length and every checksum the caller named are right.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { crc32 } from "node:zlib";
import { decodeChunked } from "./s3-chunked.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** Base64 by algorithm, as S3 sends them. Other algorithms answer NotImplemented. */
export type Checksums = { crc32: string; sha256?: string };
export type Received = { size: number; md5: string; checksums: Checksums };

export type Payload = {
  /** Bytes that are announced. */
  length: number;
  chunks: AsyncIterable<Buffer>;
  /** After the last chunk: what came. Throws S3Error when it is not what was announced. */
  finish(): Received;
};

/** S3's limit for one PutObject or UploadPart, in bytes. */
const MAX_BODY_BYTES = 5 * 1024 ** 3;
const MAX_XML_BYTES = 4 * 1024 ** 2;

/** The body of `request`, at most `limit` bytes. Nothing is read yet. */
export function openPayload(request: S3Request, limit = MAX_BODY_BYTES): Payload {
  const trailers = new Map<string, string>();
  const chunked = request.payloadHash === "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const length = Number(request.header(chunked ? "x-amz-decoded-content-length" : "content-length"));
  if (!Number.isSafeInteger(length)) throw new S3Error("MissingContentLength", "Content-Length is required.");
  if (length > limit) throw new S3Error("EntityTooLarge", `The limit is ${limit} bytes.`);
  const announced = (algorithm: string) => announcedChecksum(request, trailers, algorithm);
  const raw = readMessage(request.message);
  const meter = startMeter(announced("sha256") !== undefined || /^[0-9a-f]{64}$/.test(request.payloadHash));
  return {
    length,
    chunks: meter.count(chunked ? decodeChunked(raw, trailers) : raw),
    finish() {
      const received = meter.result();
      if (received.size !== length)
        throw new S3Error("IncompleteBody", `${received.size} of ${length} bytes came.`);
      requireDigests(request, received, announced);
      return received;
    },
  };
}

/** A small XML body as text. */
export async function readText(request: S3Request): Promise<string> {
  const payload = openPayload(request, MAX_XML_BYTES);
  const chunks: Buffer[] = [];
  for await (const chunk of payload.chunks) chunks.push(chunk);
  payload.finish();
  return Buffer.concat(chunks).toString();
}

/** Destroying the message when a reader gives up would cut the connection before the error is sent. */
function readMessage(message: IncomingMessage): AsyncIterable<Buffer> {
  return message.iterator({ destroyOnReturn: false });
}

/** The checksum of a header, or `null` for one that will come as a trailer. */
function announcedChecksum(request: S3Request, trailers: Map<string, string>, algorithm: string) {
  const name = `x-amz-checksum-${algorithm}`;
  if (request.header("x-amz-trailer") !== name) return request.header(name);
  return trailers.get(name) ?? null;
}

function requireDigests(
  request: S3Request,
  received: Received,
  announced: (algorithm: string) => string | null | undefined,
) {
  const { md5, checksums } = received;
  const contentMd5 = request.header("content-md5");
  if (contentMd5 !== undefined && contentMd5 !== Buffer.from(md5, "hex").toString("base64")) {
    throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  for (const algorithm of ["crc32", "sha256"] as const) {
    const wanted = announced(algorithm);
    if (wanted === null) throw new S3Error("MalformedTrailerError", `The ${algorithm} trailer did not come.`);
    if (wanted !== undefined && wanted !== checksums[algorithm]) {
      throw new S3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
  const sha256 = checksums.sha256 && Buffer.from(checksums.sha256, "base64").toString("hex");
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(request.payloadHash) && sha256 !== request.payloadHash) {
    throw new S3Error("XAmzContentSHA256Mismatch", "The signed SHA-256 is not that of the body.");
  }
}

function startMeter(withSha256: boolean) {
  const md5 = createHash("md5");
  const sha256 = withSha256 ? createHash("sha256") : undefined;
  let crc = 0;
  let size = 0;
  return {
    async *count(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        md5.update(chunk);
        sha256?.update(chunk);
        crc = crc32(chunk, crc);
        yield chunk;
      }
    },
    result(): Received {
      const checksums: Checksums = { crc32: bigEndian(crc).toString("base64") };
      if (sha256 !== undefined) checksums.sha256 = sha256.digest("base64");
      return { size, md5: md5.digest("hex"), checksums };
    },
  };
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
