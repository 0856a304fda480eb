/**
 * Reads an export back: the strongest test of completeness, and proof that another service could (GDPR art. 20). From the
 * archive alone, in the order of the foreign keys, into a database that has the tables and no rows. As a command:
 *
 *   node tests/privacy/import-back.ts <connection string> <part.zip>...
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Manifest } from "./archive-form.ts";
import { parentsFirst, tablesIn, unpacked } from "./archive-form.ts";

type Values = Record<string, unknown>;
export type Imported = {
  /** Rows by table. */
  rows: Map<string, number>;
  /** The content of the files by "<table> <row>". */
  files: Map<string, Uint8Array>;
};

/** Inserts every row of an archive and gives its files by the row that they belong to. Ids are kept. */
export async function importBack(
  database: PostgresJsDatabase,
  archive: ReadonlyMap<string, Uint8Array>,
): Promise<Imported> {
  const read = (path: string): unknown => JSON.parse(Buffer.from(archive.get(path) ?? []).toString());
  const imported: Imported = { rows: new Map(), files: new Map() };
  for (const table of parentsFirst(tablesIn(archive))) {
    const name = getTableName(table);
    const rows = read(`data/${name}.json`) as Values[];
    for (const row of rows) await database.insert(table).values(revived(table, row));
    imported.rows.set(name, rows.length);
  }
  for (const { path, of } of (read("manifest.json") as Manifest).files)
    if (of) imported.files.set(`${of.table} ${of.row}`, archive.get(path) ?? new Uint8Array());
  return imported;
}

/** A row as the database takes it: instants are instants again, and what was left out gets something in its place. */
function revived(table: AnyPgTable, row: Values): Values {
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>);
  return Object.fromEntries(
    columns.map(([key, column]) => {
      if (!(key in row)) return [key, column.notNull ? placeholder(column) : null];
      const value = row[key];
      return [key, column.dataType === "date" && value !== null ? new Date(String(value)) : value];
    }),
  );
}

function placeholder(column: PgColumn): unknown {
  if (column.dataType === "date") return new Date(0);
  if (column.dataType === "number") return 0;
  if (column.dataType === "json") return {};
  return `left out ${randomBytes(8).toString("hex")}`;
}

if (import.meta.main) {
  const [url = "", ...parts] = process.argv.slice(2);
  const connection = postgres(url, { max: 1 });
  const { rows, files } = await importBack(
    drizzle(connection, { casing: "snake_case" }),
    unpacked(parts.map((part) => readFileSync(part))),
  );
  for (const [table, count] of rows) console.log(`${count}\t${table}`);
  console.log(`${files.size}\tfiles`);
  await connection.end();
}
