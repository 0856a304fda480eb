/** The round trip: a full account is exported, read into an empty database, and found to be the same graph. */
import { randomBytes } from "node:crypto";
import { eq, getTableName } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { readBytes } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { EXPORTED_TABLES, exportedColumns } from "../../core/privacy/export/tables.ts";
import { belongsTo } from "../../core/privacy/subject.ts";
import { type Archive, exportOf, isOfTheRequest } from "./archive.ts";
import { type FullPerson, fullPerson } from "./full-person.ts";
import { type Imported, importBack } from "./import-back.ts";

const name = `t${randomBytes(6).toString("hex")}`;
const connection = postgres(inject("postgresUrl").replace(/\/postgres$/, `/${name}`), {
  max: 1,
  onnotice: () => undefined,
});
const empty = drizzle(connection, { casing: "snake_case" });
const before = new Map<string, string[]>();

let ana: FullPerson;
let archive: Archive;
let imported: Imported;

/** Rows as they are handed out, in an order that does not depend on where they come from. */
function graph(keys: readonly string[], rows: readonly Record<string, unknown>[]): string[] {
  return rows.map((row) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, row[key]])))).sort();
}

beforeAll(async () => {
  const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name} template template_service`);
  await admin.end();
  ana = await fullPerson("ana");
  await fullPerson("ben");
  for (const table of EXPORTED_TABLES) {
    const rows = await db().select().from(table).where(belongsTo(table, ana.accountId));
    before.set(getTableName(table), graph(Object.keys(exportedColumns(table)), rows));
  }
  archive = await exportOf(ana);
  imported = await importBack(empty, archive.files);
});
afterAll(() => connection.end());

test.each(EXPORTED_TABLES.map((table) => [getTableName(table), table] as const))(
  "%s: every row arrives, and every column that was handed out is the same",
  async (table, source) => {
    const rows: Record<string, unknown>[] = await empty.select().from(source);
    const arrived = rows.filter((row) => !isOfTheRequest(table, row));
    const after = graph(Object.keys(exportedColumns(source)), arrived);
    expect(after).toEqual(before.get(table));
    expect(imported.rows.get(table)).toBe(rows.length);
    expect(after.length).toBeGreaterThan(0);
  },
);

test("every file arrives with the row that it belongs to, byte for byte", async () => {
  const rows = await db().select().from(media).where(eq(media.accountId, ana.accountId));
  const kept = rows.filter((row) => row.deletedAt === null);
  expect([...imported.files.keys()].sort()).toEqual(kept.map((row) => `media ${row.id}`).sort());
  for (const row of kept)
    expect(Buffer.from(imported.files.get(`media ${row.id}`) ?? [])).toEqual(
      await readBytes("media", row.objectKey ?? ""),
    );
});

test("what is imported is one whole account: nobody else is in the database", async () => {
  const accounts = await connection<{ id: Id<"account"> }[]>`select id from account`;
  expect([...accounts]).toEqual([{ id: ana.accountId }]);
});
