/** A document of an archive: written piece by piece, packed at once, and frozen in Postgres with the plan. */
import { createHash } from "node:crypto";
import { crc32, inflateRawSync } from "node:zlib";
import { and, asc, eq, gte } from "drizzle-orm";
import { Deflate } from "fflate";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { exportChunk } from "./export.sql.ts";

type ExportId = Id<"data_export">;
export type Written = { bytes: number; storedBytes: number; crc32: number; sha256: string };

/** What one row of the table holds. */
export const CHUNK_BYTES = 256 * 1024;
/** Text that is packed at a time. */
const BATCH_CHARACTERS = 64 * 1024;

/** Packs a text and stores it as document `position` of an export. Expects the transaction of the plan. */
export async function writeDocument(
  exportId: ExportId,
  position: number,
  text: Iterable<string> | AsyncIterable<string>,
): Promise<Written> {
  const packed: Uint8Array[] = [];
  const deflate = new Deflate({ level: 6 }, (chunk) => void packed.push(chunk));
  const sha256 = createHash("sha256");
  let [bytes, storedBytes, checksum, index] = [0, 0, 0, 0];
  let waiting = "";
  const pack = (last: boolean) => {
    const piece = Buffer.from(waiting);
    waiting = "";
    bytes += piece.length;
    checksum = crc32(piece, checksum);
    sha256.update(piece);
    deflate.push(piece, last);
  };
  const store = async (last: boolean) => {
    const all = Buffer.concat(packed.splice(0));
    const whole = last ? all.length : all.length - (all.length % CHUNK_BYTES);
    if (whole < all.length) packed.push(all.subarray(whole));
    for (let start = 0; start < whole; start += CHUNK_BYTES) {
      const chunk = all.subarray(start, Math.min(start + CHUNK_BYTES, whole));
      await db().insert(exportChunk).values({ exportId, position, index, bytes: chunk });
      index += 1;
      storedBytes += chunk.length;
    }
  };
  for await (const piece of text) {
    waiting += piece;
    if (waiting.length < BATCH_CHARACTERS) continue;
    pack(false);
    if (packed.reduce((sum, chunk) => sum + chunk.length, 0) >= CHUNK_BYTES) await store(false);
  }
  pack(true);
  await store(true);
  return { bytes, storedBytes, crc32: checksum, sha256: sha256.digest("hex") };
}

/** The packed bytes of a document from an offset on. */
export async function* readDocument(
  exportId: ExportId,
  position: number,
  from: number,
): AsyncGenerator<Uint8Array> {
  const first = Math.floor(from / CHUNK_BYTES);
  for (let index = first; ; index++) {
    const [chunk] = await db()
      .select({ bytes: exportChunk.bytes })
      .from(exportChunk)
      .where(
        and(
          eq(exportChunk.exportId, exportId),
          eq(exportChunk.position, position),
          gte(exportChunk.index, index),
        ),
      )
      .orderBy(asc(exportChunk.index))
      .limit(1);
    if (!chunk) return;
    yield index === first ? chunk.bytes.subarray(from - first * CHUNK_BYTES) : chunk.bytes;
  }
}

/** The text of a short document, as it was frozen. */
export async function readText(exportId: ExportId, position: number): Promise<string> {
  const packed: Uint8Array[] = [];
  for await (const chunk of readDocument(exportId, position, 0)) packed.push(chunk);
  return inflateRawSync(Buffer.concat(packed)).toString();
}
