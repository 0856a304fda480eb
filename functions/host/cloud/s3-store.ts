/**
 * What the local S3 knows of buckets and objects, in one SQLite file.
 * Invariant: a body file exists from before its row is written until after the row is gone. Functions that
 * drop rows return the files that nothing names any more; the caller removes them once the rows are committed.
 */
import type { DatabaseSync } from "node:sqlite";
import type { CorsRule } from "./s3-cors.ts";
import { S3Error } from "./s3-error.ts";
import type { Segment } from "./s3-files.ts";

/** `headers`: those sent back with the object (content-type, x-amz-meta-*). `crc32`: base64, null if multipart. */
export type Draft = {
  size: number;
  etag: string;
  headers: Record<string, string>;
  crc32: string | null;
  segments: Segment[];
};
export type StoredObject = Draft & { modifiedAt: number };
export type Listed = { key: string; size: number; etag: string; modifiedAt: number };
export type S3Store = ReturnType<typeof openStore>;

/** Sorts after every key that has the same beginning. */
export const LAST = "\u{10ffff}";

export const STORE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS bucket(name TEXT PRIMARY KEY, cors TEXT);
  CREATE TABLE IF NOT EXISTS object(bucket TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, modifiedAt INTEGER NOT NULL, headers TEXT NOT NULL, crc32 TEXT,
    segments TEXT NOT NULL, PRIMARY KEY(bucket, key));`;

/** Buckets and objects over an open database; `now` in milliseconds. */
export function openStore(database: DatabaseSync, now: () => number) {
  const insertBucket = database.prepare("INSERT OR IGNORE INTO bucket(name) VALUES(?)");
  const selectCors = database.prepare("SELECT cors FROM bucket WHERE name = ?");
  const updateCors = database.prepare("UPDATE bucket SET cors = ? WHERE name = ?");
  const selectObject = database.prepare("SELECT * FROM object WHERE bucket = ? AND key = ?");
  const deleteObject = database.prepare("DELETE FROM object WHERE bucket = ? AND key = ?");
  const insertObject = database.prepare("INSERT OR REPLACE INTO object VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  const selectNext = database.prepare(`SELECT key, size, etag, modifiedAt FROM object
    WHERE bucket = ?1 AND key >= max(?2, ?3) AND key <> ?3 AND key < ?2 || ?4 ORDER BY key LIMIT 1`);
  const selectFiles = database.prepare("SELECT value ->> 'file' AS file FROM object, json_each(segments)");

  function findObject(bucket: string, key: string): StoredObject | undefined {
    const row = selectObject.get(bucket, key) as ObjectRow | undefined;
    return row && { ...row, headers: JSON.parse(row.headers), segments: JSON.parse(row.segments) };
  }

  return {
    /** False when the bucket exists already. */
    createBucket: (name: string): boolean => insertBucket.run(name).changes === 1,

    /** Undefined when there is no such bucket; `rules` is null until CORS rules are put. */
    findBucket(name: string): { rules: CorsRule[] | null } | undefined {
      const row = selectCors.get(name);
      return row && { rules: JSON.parse(String(row.cors)) };
    },

    setCorsRules(bucket: string, rules: CorsRule[]): void {
      updateCors.run(JSON.stringify(rules), bucket);
    },

    /** Throws NoSuchKey. */
    getObject(bucket: string, key: string): StoredObject {
      const found = findObject(bucket, key);
      if (found === undefined) throw new S3Error("NoSuchKey", "The specified key does not exist.");
      return found;
    },

    /** Puts an object in place of the one that was there; `ifAbsent`: throws PreconditionFailed when one was. */
    putObject(bucket: string, key: string, draft: Draft, ifAbsent: boolean): string[] {
      const old = findObject(bucket, key);
      if (ifAbsent && old) throw new S3Error("PreconditionFailed", "The object exists already.");
      const headers = JSON.stringify(draft.headers);
      const segments = JSON.stringify(draft.segments);
      insertObject.run(bucket, key, draft.size, draft.etag, now(), headers, draft.crc32, segments);
      return filesOf(old);
    },

    /** Keys that do not exist are no error. */
    deleteObjects: (bucket: string, keys: string[]): string[] =>
      keys.flatMap((key) => {
        const files = filesOf(findObject(bucket, key));
        deleteObject.run(bucket, key);
        return files;
      }),

    /** The first object after `after` whose key begins with `prefix`, in the order of UTF-8 bytes. */
    nextObject: (bucket: string, prefix: string, after: string) =>
      selectNext.get(bucket, prefix, after, LAST) as Listed | undefined,

    /** Every file that an object consists of. */
    objectFiles: (): string[] => selectFiles.all().map((row) => String(row.file)),
  };
}

type ObjectRow = Omit<StoredObject, "headers" | "segments"> & { headers: string; segments: string };

function filesOf(object: StoredObject | undefined): string[] {
  return object === undefined ? [] : object.segments.map((segment) => segment.file);
}
