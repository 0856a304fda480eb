/**
 * An upgrade from the release before: its tables, filled to the last cell, are brought to the newest schema by the very
 * function that a deployment runs, and nothing that is still kept has changed.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, expect, inject, onTestFinished, test } from "vitest";
import { migrate } from "../../../functions/migrate.ts";

/** The newest migration of the release that was deployed last: what is there when this one arrives. */
const RELEASED = "0011_sign_up_with_its_link";
type Journal = { entries: { tag: string }[] };
type Column = {
  table: string;
  column: string;
  type: string;
  parent: string | null;
  parentColumn: string | null;
};
type Row = Record<string, unknown>;

const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => undefined });
afterAll(() => admin.end());

/** A new database, as the owner. */
async function newDatabase(): Promise<{ url: string; sql: postgres.Sql }> {
  const name = `upgrade_${Date.now()}`;
  await admin.unsafe(`create database ${name}`);
  const url = inject("postgresUrl").replace(/\/postgres$/, `/${name}`);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  onTestFinished(async () => {
    await sql.end();
    await admin.unsafe(`drop database ${name} with (force)`);
  });
  return { url, sql };
}

/** The migrations up to the last release, in a folder of their own. */
function releasedMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), "pix2clip-upgrade-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync("migrations", folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as Journal;
  const last = journal.entries.findIndex(({ tag }) => tag === RELEASED);
  expect(last).toBeGreaterThan(0);
  const entries = journal.entries.slice(0, last + 1);
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return folder;
}

const columnsOf = (sql: postgres.Sql) => sql<Column[]>`
  select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
    p.relname as parent, pa.attname as "parentColumn"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]
  left join pg_class p on p.oid = k.confrelid
  left join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = k.confkey[1]
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname, a.attnum`;

let counter = 0;
/** A value that a column of this type takes. */
function fillerOf({ table, column, type }: Column): unknown {
  counter += 1;
  if (type === "uuid") return `00000000-0000-7000-8000-${String(counter).padStart(12, "0")}`;
  if (type.endsWith("[]")) return [`${table} ${column} ${counter}`];
  if (type.startsWith("timestamp")) return new Date(Date.UTC(2026, 5, 1, 0, 0, counter)).toISOString();
  if (type === "date") return "2026-06-01";
  if (type === "jsonb") return JSON.stringify({ value: counter });
  if (type === "boolean") return true;
  if (type === "bytea") return Buffer.from(`${counter}`);
  return /int|numeric|double|real/.test(type) ? counter : `${table} ${column} ${counter}`;
}

/** One full row in each table, parents first. A key that leads around in a circle is left empty. */
async function fill(sql: postgres.Sql): Promise<void> {
  const columns = await columnsOf(sql);
  const made = new Map<string, Row>();
  const waiting = new Set(columns.map(({ table }) => table));
  for (let round = 0; waiting.size > 0; round++) {
    const circle = round > columns.length;
    for (const table of waiting) {
      const own = columns.filter((each) => each.table === table);
      const open = own.some(({ parent }) => parent && parent !== table && !made.has(parent));
      if (open && !circle) continue;
      const row: Row = Object.fromEntries(
        own.map((each) => [
          each.column,
          each.parent ? (made.get(each.parent)?.[each.parentColumn ?? ""] ?? null) : fillerOf(each),
        ]),
      );
      await sql`insert into ${sql(table)} ${sql(row)}`;
      made.set(table, row);
      waiting.delete(table);
    }
  }
}

/** Every cell as text, by table and column. */
async function cells(sql: postgres.Sql): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const { table, column } of await columnsOf(sql)) {
    const rows = await sql<{ value: string | null }[]>`
      select ${sql(column)}::text as value from ${sql(table)} order by 1`;
    for (const [index, { value }] of rows.entries()) found.set(`${table}.${column}.${index}`, value);
  }
  return found;
}

/** Cells that this release takes away on purpose. */
const DROPPED = [/^account_token\.used_at\./];

test("the data of the release before survives the upgrade to the last cell", async () => {
  const { url, sql } = await newDatabase();
  await applyMigrations(drizzle(sql), { migrationsFolder: releasedMigrations() });
  await fill(sql);
  const before = await cells(sql);
  expect(before.size).toBeGreaterThan(200);
  await migrate(url);
  await migrate(url);
  const after = await cells(sql);
  const changed = [...before].filter(([cell, value]) => after.get(cell) !== value).map(([cell]) => cell);
  expect(changed.filter((cell) => !DROPPED.some((dropped) => dropped.test(cell)))).toEqual([]);
});

test("of three that migrate at the same moment one does it, the others wait and find nothing to do", async () => {
  const { url, sql } = await newDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const { entries } = JSON.parse(readFileSync("migrations/meta/_journal.json", "utf8")) as Journal;
  const [applied] = await sql`select count(*)::int as migrations from drizzle.__drizzle_migrations`;
  expect(applied?.migrations).toBe(entries.length);
});
