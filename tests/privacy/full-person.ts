/**
 * A full person, made from the data map: rows in every table whose rows belong to somebody, every cell filled with
 * something that occurs nowhere else. Nothing here names a table but where a value has to mean something.
 */
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { getTableColumns, getTableName } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import { now } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import { type Id, newId } from "../../core/base/id.ts";
import { newKey, putObject } from "../../core/base/storage.ts";
import { ALL_TABLES } from "../../core/privacy/export/tables.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { startSession } from "../../core/session/session.ts";
import { browser } from "../support/person.ts";
import { sha256 } from "./archive.ts";
import { parentsFirst } from "./archive-form.ts";

type Values = Record<string, unknown>;
export type FullPerson = Awaited<ReturnType<typeof fullPerson>>;

/** Values that must mean something, for the service to take the person for a person. */
const MEANING: Record<string, Values> = {
  account: { state: "active", locale: "fr", restrictedAt: null, suspendedAt: null },
  transfer: { processor: "minimax" },
};
/** Rows in each table. */
const ROWS = 2;

/** The column that a foreign key of one column points at. */
function parentOf(column: PgColumn): PgColumn | undefined {
  for (const key of getTableConfig(column.table as AnyPgTable).foreignKeys) {
    const { columns, foreignColumns } = key.reference();
    if (columns.length === 1 && columns[0] === column) return foreignColumns[0];
  }
  return undefined;
}

export type Meaning = Record<string, Values>;

/** Makes the person: `name` goes into every text. `meaning`: that of tables which are not the service's own. */
export async function fullPerson(name: string, meaning: Meaning = {}) {
  const accountId = newId<"account">();
  const made = new Map<string, Values[]>();
  for (const table of parentsFirst(ALL_TABLES)) {
    if (mapOf(table).subject === "nobody") continue;
    const rows: Values[] = [];
    for (let n = 0; n < (mapOf(table).subject === "id" ? 1 : ROWS); n++) {
      const row = await rowOf(table, { name, n, accountId, made, meaning });
      const inserted = await db().insert(table).values(row).onConflictDoNothing().returning();
      if (inserted.length > 0) rows.push(row);
    }
    made.set(getTableName(table), rows);
  }
  const { token } = await startSession(accountId);
  return { name, accountId, made, token, ...browser(token) };
}

type Making = {
  name: string;
  n: number;
  accountId: Id<"account">;
  made: Map<string, Values[]>;
  meaning: Meaning;
};

async function rowOf(table: AnyPgTable, making: Making): Promise<Values> {
  const row: Values = {};
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>);
  for (const [key, column] of columns) row[key] = cell(table, key, column, making);
  Object.assign(row, MEANING[getTableName(table)], making.meaning[getTableName(table)]);
  for (const { exported, bucket, key } of mapOf(table).objects ?? []) {
    const content = Buffer.from(`${making.name} ${key} ${making.n} ${randomBytes(12).toString("hex")}`);
    row[key] = newKey();
    await putObject(bucket, String(row[key]), content, "text/plain");
    if ("none" in exported) continue;
    row[exported.bytes] = content.length;
    row[exported.sha256] = sha256(content);
    row[exported.crc32] = crc32(content);
    // The first one was uploaded and is there, the second was made and then deleted.
    if (making.n === 0) row[exported.madeBy] = null;
    if (making.n === 0) row[exported.deletedAt] = null;
  }
  return row;
}

let counter = 0;
/** A value that no other cell has. */
function cell(table: AnyPgTable, key: string, column: PgColumn, making: Making): unknown {
  const { name, n, accountId, made } = making;
  counter += 1;
  const { subject } = mapOf(table);
  if (subject === key) return accountId;
  const parent = parentOf(column);
  if (parent) {
    const parents = made.get(getTableName(parent.table)) ?? [];
    const parentKey =
      Object.entries(getTableColumns(parent.table)).find(([, own]) => own === parent)?.[0] ?? "";
    return parents[Math.min(n, parents.length - 1)]?.[parentKey] ?? null;
  }
  const marker = `${name}-${getTableName(table)}-${key}-${n}-${randomBytes(6).toString("hex")}`;
  const type = column.getSQLType();
  // One that a mail can be sent to.
  if (/email$/i.test(key)) return `${marker}@example.org`;
  if (type.endsWith("[]")) return [marker, `${marker}-b`];
  if (type === "uuid") return newId();
  if (type.startsWith("timestamp")) return new Date(now().getTime() - counter * 1001);
  if (type === "jsonb" || type === "json") return { marker };
  if (type === "bytea") return Buffer.from(marker);
  if (type === "boolean") return n === 0;
  if (column.dataType === "number") return 1_000_000 + counter * 7;
  return marker;
}

/** All text of a cell value, as it would be found again. */
export const markersIn = (value: unknown): string[] =>
  JSON.stringify(value ?? "").match(/[\w]+-[\w]+-[\w]+-\d-[0-9a-f]{12}/g) ?? [];
