/** Multipart uploads under way and their parts, in the same SQLite file as the objects they will become. */
import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { S3Error } from "./s3-error.ts";
import { LAST } from "./s3-store.ts";

export type Upload = { id: string; key: string; headers: Record<string, string>; createdAt: number };
export type Part = {
  number: number;
  file: string;
  size: number;
  etag: string;
  crc32: string;
  modifiedAt: number;
};
export type S3Uploads = ReturnType<typeof openUploads>;

export const UPLOADS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS upload(id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL,
    headers TEXT NOT NULL, createdAt INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS part(upload TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL,
    size INTEGER NOT NULL, etag TEXT NOT NULL, crc32 TEXT NOT NULL, modifiedAt INTEGER NOT NULL,
    PRIMARY KEY(upload, number));`;

/** Uploads and parts over an open database; `now` in milliseconds. */
export function openUploads(database: DatabaseSync, now: () => number) {
  const insertUpload = database.prepare("INSERT INTO upload VALUES(?, ?, ?, ?, ?)");
  const selectUpload = database.prepare("SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?");
  const selectUploads = database.prepare(`SELECT * FROM upload WHERE bucket = ?1
    AND key >= ?2 AND key < ?2 || ?3 AND (key, id) > (?4, ?5) ORDER BY key, id LIMIT ?6`);
  const deleteUpload = database.prepare("DELETE FROM upload WHERE id = ?");
  const insertPart = database.prepare("INSERT OR REPLACE INTO part VALUES(?, ?, ?, ?, ?, ?, ?)");
  const selectParts = database.prepare(
    "SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
  );
  const selectPart = database.prepare("SELECT file FROM part WHERE upload = ? AND number = ?");
  const deleteParts = database.prepare("DELETE FROM part WHERE upload = ? RETURNING file");

  return {
    /** Begins an upload and returns its id. */
    create(bucket: string, key: string, headers: Record<string, string>): string {
      const id = randomUUID();
      insertUpload.run(id, bucket, key, JSON.stringify(headers), now());
      return id;
    },

    /** Throws NoSuchUpload. */
    get(id: string, bucket: string, key: string): Upload {
      const row = selectUpload.get(id, bucket, key) as UploadRow | undefined;
      if (row === undefined) throw new S3Error("NoSuchUpload", "The specified upload does not exist.");
      return { ...row, headers: JSON.parse(row.headers) };
    },

    /** Uploads by key, then id, after that pair. `keyAfter` alone: after all uploads of that key. */
    list(bucket: string, prefix: string, keyAfter: string, idAfter: string, limit: number): Upload[] {
      const rows = selectUploads.all(bucket, prefix, LAST, keyAfter, idAfter || LAST, limit) as UploadRow[];
      return rows.map((row) => ({ ...row, headers: JSON.parse(row.headers) }));
    },

    /** Keeps a part; returns the file of the one with the same number, if there was one. */
    putPart(id: string, part: Omit<Part, "modifiedAt">): string[] {
      const old = selectPart.get(id, part.number);
      insertPart.run(id, part.number, part.file, part.size, part.etag, part.crc32, now());
      return old === undefined ? [] : [String(old.file)];
    },

    parts: (id: string, after = 0, limit = 10_000) => selectParts.all(id, after, limit) as Part[],

    /** Forgets an upload and returns the files of its parts. */
    remove(id: string): string[] {
      deleteUpload.run(id);
      return deleteParts.all(id).map((row) => String(row.file));
    },

    /** Every file that a part consists of. */
    partFiles: (): string[] =>
      database
        .prepare("SELECT file FROM part")
        .all()
        .map((row) => String(row.file)),
  };
}

type UploadRow = Omit<Upload, "headers"> & { headers: string };
