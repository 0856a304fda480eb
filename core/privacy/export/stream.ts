/** The bytes of a part from any offset on, in order and without holding more than a piece of a file. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { Id } from "../../base/id.ts";
import { type Bucket, readObject } from "../../base/storage.ts";
import { writeClosing } from "./closing.ts";
import { readDocument } from "./document.ts";
import { deletedSince, entryOf, type Item, leaveOut, nextItems, remember } from "./items.ts";
import { centralHeader, endOfArchive, endOfEntry, localHeader } from "./zip.ts";

export type Part = { exportId: Id<"data_export">; number: number; snapshotAt: Date };

/** A file of which a piece is stored already is gone, or is another than was planned: the part begins anew. */
export class BeginAgain extends Error {
  override name = "BeginAgain";
}

/** An entry whose turn has come; a file is open at `skip` bytes of its content. */
type Ready = { item: Item; skip: number; object?: Readable };

/** All bytes of a part from offset `start` on. Throws {@link BeginAgain}. */
export async function* bytesOf(part: Part, start: number): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const { item, skip, object } of contents(part, start)) {
    const end = endOfEntry(item, offset);
    if (end > start) {
      yield* cut(localHeader(entryOf(item), part.snapshotAt), offset, start);
      yield* object ? checked(item, object, skip) : readDocument(item.exportId, item.position, skip);
    }
    offset = end;
  }
  const directory = offset;
  let entries = 0;
  for await (const header of headers(part)) {
    entries += 1;
    yield* cut(header, offset, start);
    offset += header.length;
  }
  yield* cut(endOfArchive(entries, directory, offset - directory), offset, start);
}

/** What of `bytes`, which lie at `offset`, comes after `start`. */
function* cut(bytes: Uint8Array, offset: number, start: number): Generator<Uint8Array> {
  if (offset + bytes.length > start) yield bytes.subarray(Math.max(0, start - offset));
}

/**
 * The entries of a part that are really there, in order. The last ones of the first part, which tell of all others, are
 * written when their turn comes.
 */
async function* contents(part: Part, start: number): AsyncGenerator<Ready> {
  let offset = 0;
  for (let after = -1; ; ) {
    const items = await nextItems(part.exportId, part.number, after);
    if (items.length === 0) {
      if (part.number !== 1 || !(await writeClosing(part.exportId, part.snapshotAt))) return;
      continue;
    }
    const deleted = await deletedSince(items);
    const door = opener(items.filter(({ position }) => !deleted.has(position)));
    try {
      for (const item of items) {
        after = item.position;
        const ready = await readyAt(item, offset, start, deleted.has(item.position), door.open);
        if (!ready) continue;
        offset = endOfEntry(ready.item, offset);
        yield ready;
      }
    } finally {
      door.close();
    }
  }
}

/** Makes an entry that would begin at `offset` ready to be written; undefined when its file is not there any more. */
async function readyAt(
  item: Item,
  offset: number,
  start: number,
  deleted: boolean,
  open: Opener["open"],
): Promise<Ready | undefined> {
  const end = endOfEntry(item, offset);
  const skip = Math.max(0, start - (end - item.storedBytes));
  if (item.kind === "document" || (item.crc32 !== null && end <= start)) return { item, skip };
  const begun = offset < start;
  if (deleted) return lose(item, "deleted", begun);
  const known = item.crc32 === null ? await measure(item) : item;
  const object = known && (await open(known, skip));
  return known && object ? { item: known, skip, object } : lose(item, "gone", begun);
}

async function lose(item: Item, why: "deleted" | "gone", begun: boolean): Promise<undefined> {
  await leaveOut(item, why);
  if (begun) throw new BeginAgain();
}

type Opener = ReturnType<typeof opener>;

/** Opens files in their order, always the next one as well: the storage looks for it while this one is read. */
function opener(items: readonly Item[]) {
  const files = items.filter(({ kind, crc32 }) => kind === "object" && crc32 !== null);
  let ahead: { position: number; object: Promise<Readable | undefined> } | undefined;
  const drop = () => {
    ahead?.object.then(
      (object) => object?.destroy(),
      () => undefined, // whoever needs that file asks again
    );
    ahead = undefined;
  };
  const open = async (item: Item, skip: number): Promise<Readable | undefined> => {
    if (ahead?.position !== item.position || skip > 0) drop();
    const opened = ahead?.object ?? openObject(item, skip);
    ahead = undefined;
    const object = await opened;
    const next = files.find(({ position }) => position > item.position);
    if (next) {
      ahead = { position: next.position, object: openObject(next) };
      ahead.object.catch(() => undefined);
    }
    return object;
  };
  return { open, close: drop };
}

const openObject = ({ bucket, objectKey, bytes }: Item, skip = 0): Promise<Readable | undefined> =>
  readObject(bucket as Bucket, objectKey ?? "", skip > 0 ? { first: skip, last: bytes - 1 } : undefined);

/** Writes down the size and the digests of a file as it is stored. Undefined when it is not. */
async function measure(item: Item): Promise<Item | undefined> {
  const object = await openObject(item);
  if (!object) return undefined;
  const sha256 = createHash("sha256");
  let [bytes, checksum] = [0, 0];
  for await (const chunk of object as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    checksum = crc32(chunk, checksum);
    sha256.update(chunk);
  }
  return remember(item, { bytes, crc32: checksum, sha256: sha256.digest("hex") });
}

/** The content of a file from `skip` on. A whole one is held against what was planned, and measured when it differs. */
async function* checked(item: Item, object: Readable, skip: number): AsyncGenerator<Uint8Array> {
  let [bytes, checksum] = [skip, 0];
  for await (const chunk of object as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > item.bytes) break;
    if (skip === 0) checksum = crc32(chunk, checksum);
    yield chunk;
    giveBack(chunk);
  }
  if (bytes === item.bytes && (skip > 0 || checksum === item.crc32)) return;
  await measure(item);
  throw new BeginAgain();
}

/**
 * Gives the memory of a chunk that has served back at once. Left to the garbage collector, tens of megabytes of them
 * would wait for it. Only one that fills its memory: others may share it.
 */
function giveBack({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** The lines of the directory, in the order of the entries. */
async function* headers(part: Part): AsyncGenerator<Buffer> {
  let offset = 0;
  for (let after = -1; ; ) {
    const items = await nextItems(part.exportId, part.number, after);
    if (items.length === 0) return;
    for (const item of items) {
      after = item.position;
      yield centralHeader(entryOf(item), part.snapshotAt, offset);
      offset = endOfEntry(item, offset);
    }
  }
}
