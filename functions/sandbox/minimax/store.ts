/**
 * What the sandbox remembers: paid work, files, download addresses, cloned voices, ordered faults, counters.
 * Times are milliseconds since 1970. Invariant: a row is committed before it is answered, so a restart loses nothing.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../host/cloud/database.ts";
import type { Word, Words } from "./magic.ts";

/** What was noted of a picture, film or sound that came with a request; the bytes themselves are not kept. */
export interface InputTrace {
  kind: "image" | "video" | "audio" | "text";
  bytes: number;
  sha256: string;
  /** Kinds of metadata left in it, such as `exif`: nothing of the kind should ever arrive here. */
  metadata: string[];
}

/** What is to be made. Names of blobs, where a picture or a sound is meant. */
export type Order =
  | { kind: "clip"; prompt: string; first?: string; last?: string; person?: string; sound?: string }
  | { kind: "speech"; request: string };

/** One accepted, paid call. */
export interface Task {
  id: string;
  endpoint: string;
  kind: "image" | "video" | "speech" | "music" | "clone";
  /** Version of the API. */
  api: 1 | 2;
  model: string;
  prompt: string;
  /** SHA-256 of the request's body. */
  digest: string;
  words: Words;
  createdAt: number;
  /** Null once the work has ended, or when it was done at once. */
  order: Order | null;
  clip?: {
    width: number;
    height: number;
    seconds: number;
    resolution: string;
    ratio: string;
    inputImages: number;
  };
  /** When the work ended. */
  readyAt: number | null;
  /** Why the work could not be done. */
  failure: string | null;
  fileId: string | null;
  inputs: InputTrace[];
  cancelledAt: number | null;
  deletedAt: number | null;
  /** Whether the caller was hung up on. */
  dropped: boolean;
  callback?: { url: string; told: string };
}

export interface StoredFile {
  id: string;
  blob: string;
  purpose: string;
  filename: string;
  type: string;
  bytes: number;
  createdAt: number;
  /** The task that made it. */
  taskId: string | null;
  /** What was noted of an upload. */
  trace: InputTrace | null;
  /** How long a download address of it works. */
  hours: number;
  deletedAt: number | null;
}

/** A download address. */
export interface Link {
  id: string;
  blob: string;
  type: string;
  expiresAt: number;
  owner: string;
  /** Answers 403 from the start. */
  dead: boolean;
  /** How many downloads of its owner break off. */
  breaks: number;
}

export interface Voice {
  id: string;
  fileId: string;
  /** Pitch of the sample; 0 once deleted. */
  hertz: number;
  createdAt: number;
  /** First real use; a clone without one dies after seven days. */
  usedAt: number | null;
  deletedAt: number | null;
}

/** Trouble that a test ordered for the next `left` calls of a path. */
interface Fault {
  id: string;
  path: string;
  word: Word;
  amount: number;
  left: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS item(kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, id));
  CREATE TABLE IF NOT EXISTS count(name TEXT PRIMARY KEY, times INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS seed(value TEXT NOT NULL);`;

export type Store = ReturnType<typeof openStore>;

/** Opens or creates the state under `dir`, for this process alone. Throws when another one has it. */
export function openStore(dir: string) {
  const folder = join(dir, "blobs");
  mkdirSync(folder, { recursive: true });
  const database = openDatabase(join(dir, "minimax.sqlite"), SCHEMA);
  const table = <Row extends { id: string }>(kind: string) => ({
    get(id: string): Row | undefined {
      const found = database.prepare("SELECT body FROM item WHERE kind = ? AND id = ?").get(kind, id);
      return found && (JSON.parse(String(found.body)) as Row);
    },
    /** All rows in the order in which they came. */
    all: (): Row[] =>
      database
        .prepare("SELECT body FROM item WHERE kind = ? ORDER BY rowid")
        .all(kind)
        .map(({ body }) => JSON.parse(String(body)) as Row),
    put(row: Row): void {
      database
        .prepare("INSERT INTO item VALUES(?, ?, ?) ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body")
        .run(kind, row.id, JSON.stringify(row));
    },
    remove: (id: string) => void database.prepare("DELETE FROM item WHERE kind = ? AND id = ?").run(kind, id),
  });
  return {
    tasks: table<Task>("task"),
    files: table<StoredFile>("file"),
    links: table<Link>("link"),
    voices: table<Voice>("voice"),
    faults: table<Fault>("fault"),
    ...counters(database),
    ...blobs(folder),
    close: () => database.close(),
  };
}

function counters(database: ReturnType<typeof openDatabase>) {
  return {
    /** Adds one to a counter and answers it. */
    count(name: string): number {
      const sql =
        "INSERT INTO count VALUES(?, 1) ON CONFLICT(name) DO UPDATE SET times = times + 1 RETURNING times";
      return Number(database.prepare(sql).get(name)?.times);
    },
    /** Sets a counter back to nothing. */
    forget: (name: string) => void database.prepare("DELETE FROM count WHERE name = ?").run(name),
    /** Decides ids: another one for each folder, the same one after a restart. */
    seed(): string {
      const kept = database.prepare("SELECT value FROM seed").get();
      if (kept) return String(kept.value);
      const value = randomBytes(16).toString("hex");
      database.prepare("INSERT INTO seed VALUES(?)").run(value);
      return value;
    },
  };
}

/** Bytes under random names. */
function blobs(folder: string) {
  return {
    /** Keeps bytes; answers the name under which they are read again. */
    async keep(bytes: Uint8Array): Promise<string> {
      const name = randomUUID();
      await writeFile(join(folder, name), bytes);
      return name;
    },
    read: (name: string): Promise<Buffer> => readFile(join(folder, name)),
    drop: (name: string): Promise<void> => rm(join(folder, name), { force: true }),
  };
}
