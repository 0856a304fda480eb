/**
 * The fingerprints of a file, both in one pass: SHA-256 for the transfer ledger and the export manifest, CRC-32 for the
 * ZIP of the export, which wants it before the bytes are written.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** `sha256`: 64 lower-case hex digits. `crc32`: unsigned 32 bits. `bytes`: the length read. */
export type Digest = { sha256: string; crc32: number; bytes: number };

/** Reads bytes or a stream to the end. A stream's own error is passed on. */
export async function digest(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Digest> {
  const hash = createHash("sha256");
  let check = 0;
  let bytes = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    hash.update(chunk);
    check = crc32(chunk, check);
    bytes += chunk.byteLength;
  }
  return { sha256: hash.digest("hex"), crc32: check, bytes };
}
