/**
 * Object bodies on disk: files with random names, written once, never changed.
 * Invariant: no key ever becomes a path, and a file that someone reads is removed only when they are done,
 * so an overwrite never tears a read. What a crash leaves behind is swept at the next start.
 */
import { randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { noRoom } from "./s3-error.ts";
import type { Payload, Received } from "./s3-payload.ts";

/** A piece of an object: a file and its length in bytes. */
export type Segment = { file: string; size: number };
export type S3Files = ReturnType<typeof openFiles>;

const READ_BYTES = 256 * 1024;

/** Opens the folder `dir` for body files, which may take `limitBytes` together. */
export function openFiles(dir: string, limitBytes = Number.POSITIVE_INFINITY) {
  const readers = new Map<string, number>();
  const doomed = new Set<string>();
  /** Bytes of all files, those on their way in as announced. */
  let used = 0;
  const pathOf = (file: string) => join(dir, file.slice(0, 2), file);
  for (let shard = 0; shard < 256; shard++) {
    mkdirSync(join(dir, shard.toString(16).padStart(2, "0")), { recursive: true });
  }

  /**
   * Writes a body to a new file; removes it again unless the payload proves right. Throws InsufficientStorage when the
   * limit has no room for it: what is stored stays.
   */
  async function write(payload: Payload): Promise<Received & { file: string }> {
    if (used + payload.length > limitBytes) throw noRoom();
    used += payload.length;
    const file = newName();
    try {
      await fill(pathOf(file), payload);
      return { ...payload.finish(), file };
    } catch (error) {
      used -= payload.length;
      rmSync(pathOf(file), { force: true });
      throw error;
    }
  }

  async function fill(path: string, payload: Payload): Promise<void> {
    const handle = await open(path, "wx");
    try {
      await handle.writeFile(payload.chunks);
    } finally {
      await handle.close();
    }
  }

  /** Streams bytes `first` to `last` (inclusive) of the segments laid end to end, in constant memory. */
  function read(segments: Segment[], first: number, last: number): Readable {
    const slices = cut(segments, first, last);
    for (const { file } of slices) readers.set(file, (readers.get(file) ?? 0) + 1);
    const stream = Readable.from(readSlices(slices), { objectMode: false, highWaterMark: READ_BYTES });
    return stream.once("close", () => {
      for (const { file } of slices) release(file);
    });
  }

  async function* readSlices(slices: Slice[]) {
    for (const { file, start, end } of slices) {
      yield* createReadStream(pathOf(file), { start, end, highWaterMark: READ_BYTES });
    }
  }

  function release(file: string): void {
    const left = (readers.get(file) ?? 1) - 1;
    if (left > 0) readers.set(file, left);
    else readers.delete(file);
    if (left === 0 && doomed.delete(file)) drop(file);
  }

  function drop(file: string): void {
    used -= statSync(pathOf(file), { throwIfNoEntry: false })?.size ?? 0;
    rmSync(pathOf(file), { force: true });
  }

  /** Removes files, those being read as soon as their last reader ends. */
  function remove(files: string[]): void {
    for (const file of files) {
      if (readers.has(file)) doomed.add(file);
      else drop(file);
    }
  }

  /** Counts the files, and removes every one that `known` does not name: what a crash has interrupted. */
  function sweep(known: Set<string>): void {
    for (const shard of readdirSync(dir)) {
      const files = readdirSync(join(dir, shard));
      for (const file of files) used += statSync(pathOf(file)).size;
      remove(files.filter((file) => !known.has(file)));
    }
  }

  return { write, read, remove, sweep };
}

type Slice = { file: string; start: number; end: number };

/** The part of each segment that lies within `first` to `last`. */
function cut(segments: Segment[], first: number, last: number): Slice[] {
  const slices: Slice[] = [];
  let offset = 0;
  for (const { file, size } of segments) {
    const start = Math.max(first - offset, 0);
    const end = Math.min(last - offset, size - 1);
    if (start <= end) slices.push({ file, start, end });
    offset += size;
  }
  return slices;
}

function newName(): string {
  return randomBytes(16).toString("hex");
}
