import { readdirSync, readFileSync } from "node:fs";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { mapOf } from "../../core/privacy/map.ts";
import { PLACES } from "../../core/privacy/places.ts";
import * as schema from "../../core/schema.ts";
import { owner } from "../support/owner.ts";

const tables: PgTable[] = Object.values(schema).filter((entry) => is(entry, PgTable));
const casing = new CasingCache("snake_case");
const columnsOf = (table: PgTable) =>
  Object.values(getTableColumns(table)).map((column) => casing.getColumnCasing(column));

test("every table and column of the live database is in the map, and nothing else is", async () => {
  const live = await owner<{ table: string; columns: string[] }[]>`
    select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname order by c.relname`;
  const mapped = tables.map((table) => ({ table: getTableName(table), columns: columnsOf(table).sort() }));
  mapped.sort((a, b) => (a.table < b.table ? -1 : 1));
  expect(live.map((row) => ({ table: row.table, columns: [...row.columns].sort() }))).toEqual(mapped);
});

test("every *.sql.ts table is listed in the schema, so that no engine can miss it", () => {
  const files = readdirSync("core", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".sql.ts"),
  );
  const declared = files
    .flatMap((file) => [...readFileSync(`core/${file}`, "utf8").matchAll(/pgTable\(\s*"(\w+)"/g)])
    .map((match) => match[1]);
  expect(declared.sort()).toEqual(tables.map((table) => getTableName(table)).sort());
});

test.each(tables.map((table) => [getTableName(table), table] as const))(
  "%s leads to its person by a real column or foreign key, and its clock by a real instant",
  (_, table) => {
    const map = mapOf(table);
    const columns: Record<string, PgColumn> = getTableColumns(table);
    const foreignKeys = getTableConfig(table).foreignKeys.flatMap((key) => key.reference().columns);
    expect(Object.keys(map.columns).sort()).toEqual(Object.keys(columns).sort());
    if (typeof map.subject === "object") expect(foreignKeys).toContain(columns[map.subject.via]);
    else if (map.subject !== "nobody") expect(Object.keys(columns)).toContain(map.subject);
    if ("withParent" in map.retention) expect(foreignKeys).toContain(columns[map.retention.withParent]);
    else expect(columns[map.retention.from]?.dataType).toBe("date");
    for (const object of map.objects ?? []) expect(columns[object.key]?.dataType).toBe("string");
  },
);

test("a row that is kept at erasure holds no foreign key to a row that is deleted", () => {
  for (const table of tables) {
    const { onErase } = mapOf(table);
    if (typeof onErase === "object" && "keep" in onErase)
      expect(getTableConfig(table).foreignKeys).toEqual([]);
  }
});

test("a row that is kept at erasure leads to its person no more", () => {
  for (const table of tables) {
    const { onErase, subject } = mapOf(table);
    if (subject !== "nobody" && typeof onErase === "object" && "keep" in onErase)
      expect(onErase.pseudonymise, getTableName(table)).toContain(subject);
  }
});

test("a secret is never handed out with an access request", () => {
  for (const table of tables) {
    const map = mapOf(table);
    const secrets = Object.keys(map.columns).filter((key) => map.columns[key] === "authentication");
    for (const secret of secrets)
      expect(map.exported).toMatchObject({ except: { [secret]: "security_secret" } });
  }
});

test("every bucket that a table stores objects in is a declared place", () => {
  const buckets = tables.flatMap((table) => (mapOf(table).objects ?? []).map((object) => object.bucket));
  const declared = PLACES.filter((place) => place.kind === "bucket").map((place) => place.name);
  expect(declared).toEqual(expect.arrayContaining(buckets));
});
