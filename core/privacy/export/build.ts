/**
 * Builds one part: its bytes in pieces into a multipart upload. A piece that the storage has is never made again, so a
 * killed worker costs the pieces that were on their way. Memory holds a few pieces, however large the part is.
 */
import { and, eq, lt, sql } from "drizzle-orm";
import { fromNow, now } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import {
  beginUpload,
  dropUpload,
  finishUpload,
  headObject,
  listPieces,
  newKey,
  type Piece,
  putPiece,
  type Upload,
} from "../../base/storage.ts";
import { dataExport, exportPart } from "./export.sql.ts";
import { LEASE } from "./step.ts";
import { BeginAgain, bytesOf, type Part } from "./stream.ts";

/** Of 10,000 at most, and 5 MiB at least (S3): so a part of 2 GiB is 410 pieces. */
export const PIECE_BYTES = 5 * 1024 ** 2;
/** Pieces on their way at a time. */
const IN_FLIGHT = 3;

/** The export was deleted while it was built. */
export class Withdrawn extends Error {
  override name = "Withdrawn";
}

const same = ({ exportId, number }: Part) =>
  and(eq(exportPart.exportId, exportId), eq(exportPart.number, number));

/** Builds a part to its end and returns its size. Throws {@link Withdrawn}, or whatever has to be tried again. */
export async function buildPart(part: Part, pieceBytes = PIECE_BYTES): Promise<number> {
  for (;;) {
    const { upload, pieces, bytes } = await openUpload(part, pieceBytes);
    if (bytes !== undefined) return bytes;
    try {
      return await send(part, upload, pieces, pieceBytes);
    } catch (error) {
      if (error instanceof Withdrawn || error instanceof BeginAgain) await dropUpload(upload);
      if (!(error instanceof BeginAgain)) throw error;
      await change(part, { uploadId: null, bytesDone: 0 });
    }
  }
}

type Opened = { upload: Upload; pieces: Piece[]; bytes?: number };

/** The upload of a part and the pieces that it has from the first on; `bytes` when it is finished already. */
async function openUpload(part: Part, pieceBytes: number): Promise<Opened> {
  const [row] = await db().select().from(exportPart).where(same(part));
  if (!row) throw new Withdrawn();
  const key = row.objectKey ?? newKey();
  if (row.uploadId) {
    const upload = { bucket: "exports", key, uploadId: row.uploadId } as const;
    const stored = await listPieces(upload);
    if (stored) return { upload, pieces: prefix(stored, pieceBytes) };
    const object = await headObject("exports", key);
    if (object) return { upload, pieces: [], bytes: object.bytes };
  }
  // The key first: what is begun under it can be found and removed, whatever happens next.
  await change(part, { objectKey: key });
  const uploadId = await beginUpload("exports", key, "application/zip");
  const upload = { bucket: "exports", key, uploadId } as const;
  try {
    await change(part, { uploadId });
  } catch (error) {
    await dropUpload(upload); // nobody would find it again
    throw error;
  }
  return { upload, pieces: [] };
}

/** Whole pieces from the first on, up to the first gap. */
function prefix(stored: readonly Piece[], pieceBytes: number): Piece[] {
  const gap = stored.findIndex(({ number, bytes }, index) => number !== index + 1 || bytes !== pieceBytes);
  return stored.slice(0, gap === -1 ? stored.length : gap);
}

async function change(part: Part, values: Partial<typeof exportPart.$inferInsert>): Promise<void> {
  const changed = await db().update(exportPart).set(values).where(same(part)).returning();
  if (changed.length === 0) throw new Withdrawn();
}

/**
 * A sign of life with each piece: keeps the part, keeps the clock from sending another message, tells the progress. Only
 * a part that has come further than ever has its failures forgotten: the last piece is sent again with every try.
 */
async function noteProgress(part: Part, bytesDone: number): Promise<void> {
  const further = db()
    .select({ one: sql`1` })
    .from(exportPart)
    .where(and(same(part), lt(exportPart.bytesDone, bytesDone)));
  const attempts = sql`case when exists ${further} then 0 else ${dataExport.attempts} end`;
  await db()
    .update(dataExport)
    .set({ wakeAt: fromNow(2 * LEASE), attempts })
    .where(eq(dataExport.id, part.exportId));
  await change(part, {
    claimedAt: now(),
    bytesDone: sql`greatest(bytes_done, ${bytesDone}::bigint)` as never,
  });
}

async function send(part: Part, upload: Upload, stored: Piece[], pieceBytes: number): Promise<number> {
  const start = stored.length * pieceBytes;
  const inFlight = new Set<Promise<void>>();
  // Buffers come back when their piece is stored: fresh ones would pile up until the garbage is collected.
  const free: Buffer[] = [];
  let failure: unknown;
  let done = start;
  const put = (number: number, { buffer, filled }: Filled) => {
    const work = putPiece(upload, number, buffer.subarray(0, filled))
      .then((piece) => {
        stored[number - 1] = piece;
        done += piece.bytes;
        return noteProgress(part, done);
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        free.push(buffer);
        inFlight.delete(work);
      });
    inFlight.add(work);
  };
  let number = stored.length;
  try {
    const take = () => free.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
    for await (const piece of inPieces(bytesOf(part, start), take)) {
      number += 1;
      put(number, piece);
      if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
      if (failure) throw failure;
    }
  } finally {
    await Promise.all(inFlight);
  }
  if (failure) throw failure;
  await finishUpload(upload, stored);
  return done;
}

type Filled = { buffer: Buffer; filled: number };

/** Cuts a stream into pieces of one size, in buffers that `take` gives; the last one is what is left. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>, take: () => Buffer): AsyncGenerator<Filled> {
  let buffer = take();
  let filled = 0;
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; ) {
      const taken = Math.min(buffer.length - filled, chunk.length - from);
      buffer.set(chunk.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
      if (filled < buffer.length) continue;
      yield { buffer, filled };
      buffer = take();
      filled = 0;
    }
  }
  if (filled > 0) yield { buffer, filled };
}
