/**
 * The aws-chunked encoding, in which the SDK sends streams: size in hex, CRLF, bytes, CRLF, ... 0, CRLF,
 * then trailers (`name:value`) and an empty line. Source: S3 API reference, "Trailing headers".
 */
import { S3Error } from "./s3-error.ts";

const MAX_LINE_BYTES = 4096;

/** Yields the bytes without their framing and puts the trailers into `trailers`. */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = startReader(source);
  for (;;) {
    const size = await reader.line();
    if (!/^[0-9a-f]{1,12}$/i.test(size)) throw new S3Error("InvalidRequest", "A chunk has no size.");
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const bytes = await reader.upTo(left);
      left -= bytes.length;
      yield bytes;
    }
    if ((await reader.line()) !== "") throw new S3Error("InvalidRequest", "A chunk is longer than its size.");
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const [name = "", value = ""] = line.split(/:(.*)/s);
    trailers.set(name.trim().toLowerCase(), value.trim());
  }
}

function startReader(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const more = async () => {
    const next = await iterator.next();
    if (next.done) throw new S3Error("IncompleteBody", "The body ended inside a chunk.");
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
  };
  return {
    /** The text before the next CRLF. */
    async line(): Promise<string> {
      for (;;) {
        const end = buffer.indexOf("\r\n");
        if (end >= 0) {
          const text = buffer.toString("latin1", 0, end);
          buffer = buffer.subarray(end + 2);
          return text;
        }
        if (buffer.length > MAX_LINE_BYTES) throw new S3Error("InvalidRequest", "A chunk line is too long.");
        await more();
      }
    },
    /** At least one byte, at most `limit`. */
    async upTo(limit: number): Promise<Buffer> {
      if (buffer.length === 0) await more();
      const bytes = buffer.subarray(0, limit);
      buffer = buffer.subarray(bytes.length);
      return bytes;
    },
  };
}
