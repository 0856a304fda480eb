/** The form of an export, as whoever reads one has to know it: from the archive and the tables, without the service. */
import { getTableName, is } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { unzipSync } from "fflate";
import * as schema from "../../core/schema.ts";

export type Manifest = {
  snapshotAt: string;
  parts: { number: number; fileName: string }[];
  exclusions: { table: string; column: string | null; file: boolean; ground: string; because: string }[];
  missing: { path: string; reason: string }[];
  files: {
    path: string;
    part: number;
    bytes: number;
    sha256: string;
    rows?: number;
    /** The row that a file of the person belongs to. */
    of?: { table: string; row: string };
  }[];
  counts: { files: number; bytes: number };
};

/** The files of all parts by their paths. Throws when two parts hold the same path. */
export function unpacked(parts: readonly Uint8Array[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const part of parts)
    for (const [path, content] of Object.entries(unzipSync(part))) {
      if (files.has(path)) throw new Error(`${path} is there twice`);
      files.set(path, content);
    }
  return files;
}

/** The tables of which an archive holds rows. Throws for a data file of a table that does not exist. */
export function tablesIn(archive: ReadonlyMap<string, Uint8Array>): AnyPgTable[] {
  const tables = Object.values(schema).filter((entry): entry is typeof entry & AnyPgTable =>
    is(entry, PgTable),
  );
  const names = [...archive.keys()].flatMap((path) => /^data\/(\w+)\.json$/.exec(path)?.[1] ?? []);
  return names.map((name) => {
    const table = tables.find((each) => getTableName(each) === name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  });
}

/** Tables in an order in which each comes after those that it refers to; what they refer to is added. */
export function parentsFirst(tables: readonly AnyPgTable[]): AnyPgTable[] {
  const sorted: AnyPgTable[] = [];
  const visit = (table: AnyPgTable, path: readonly AnyPgTable[]) => {
    if (sorted.includes(table) || path.includes(table)) return;
    for (const key of getTableConfig(table).foreignKeys)
      visit(key.reference().foreignTable as AnyPgTable, [...path, table]);
    sorted.push(table);
  };
  for (const table of tables) visit(table, []);
  return sorted;
}
