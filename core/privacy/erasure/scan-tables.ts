/**
 * The part of the scan that reads tables: those of the live catalogue, whether the map knows them or not. One statement a
 * table, which reads it once for all people that are looked for: about 60 microseconds a row on one core, a minute for a
 * million rows. So a day with many erasures is best scanned in one pass (`scanForAll`).
 */
import { getTableName, type SQL, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { type AnyPgTable, getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import { asEraser, db } from "../../base/database.ts";
import { allTables, type TableEntry } from "../inventory.ts";
import { type KeptRows, mapOf } from "../map.ts";
import { columnOf, parentOf } from "../subject.ts";
import { isRoot } from "./order.ts";
import {
  type Form,
  identifiersIn,
  type SearchedCell,
  TRACE_KINDS,
  type TraceKind,
  tellingIn,
} from "./pieces.ts";
import type { Traces } from "./traces.ts";

/** Traces in a column of a table: whose, of which kind, and in how many rows. `kept`: the law keeps those. */
export type TableHit = { person: number; place: string; count: number; kept: KeptRows<string> | undefined };
export type TableLook = { name: string; rows: number; columns: number; hits: TableHit[] };

type Hit = { person: number; column: string; count: number };
type CatalogueColumn = { name: string; type: string; category: string };
type CatalogueTable = { schema: string; name: string; readable: boolean; columns: CatalogueColumn[] };

/** Written by the release alone (functions/migrate.ts): a word of it that a person has written too is ours. */
const OF_THE_RELEASE = "drizzle.__drizzle_migrations";

/** Reads every table. Throws for one that cannot be read: what was not looked at is not empty. */
export async function scanTables(people: readonly Traces[]): Promise<TableLook[]> {
  return asEraser(async () => {
    await writeTraces(people, TRACE_KINDS);
    const looks: TableLook[] = [];
    for (const table of await catalogue()) {
      if (!table.readable) throw new Error(`the scan may not read ${table.schema}.${table.name}`);
      looks.push(await scanTable(table, people));
    }
    return looks;
  });
}

/** Traces of these kinds as a table of this transaction, which every statement joins. */
async function writeTraces(people: readonly Traces[], kinds: readonly TraceKind[]): Promise<void> {
  await db().execute(sql`create temp table trace (person int, kind text, hash bigint) on commit drop`);
  for (const [person, { hashes }] of people.entries())
    for (const kind of kinds)
      await db().execute(sql`
        with given as materialized (select decode(${hashes[kind]}, 'base64') as packed)
        insert into trace select ${person}::int, ${kind}::text,
          ('x' || encode(substr(packed, number * 8 + 1, 8), 'hex'))::bit(64)::bigint
        from given, generate_series(0, length(packed) / 8 - 1) number`);
  await db().execute(sql`analyze trace`);
  // A text that is cut into pieces comes once: to remember it costs more than to cut it.
  await db().execute(sql`set local enable_memoize = off`);
  // What a table will cost is not known beforehand, and compiling for the worst case takes longer than most of them.
  await db().execute(sql`set local jit = off`);
}

/** All tables with rows of their own (partitions are read with their table), and the columns that can hold a text. */
async function catalogue(): Promise<CatalogueTable[]> {
  return db().execute<CatalogueTable>(sql`
    select n.nspname as schema, c.relname as name,
      has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable,
      coalesce(json_agg(json_build_object('name', a.attname, 'type', t.typname, 'category', t.typcategory)
        order by a.attnum) filter (where t.typcategory not in ('N', 'D', 'B', 'T')), '[]') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p', 'm') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    group by n.oid, c.oid, n.nspname, c.relname order by n.nspname, c.relname`);
}

/** A table of the catalogue as the search reads it. */
type Search = {
  source: SQL;
  mapped: TableEntry | undefined;
  technical: Set<string>;
  kept: KeptRows<string> | undefined;
  /** Its rows in which an identifier stands, or anything else that tells: (tableoid, ctid, name, kind, hash). */
  identifiers: SQL;
  telling: SQL | undefined;
};

function searchOf({ schema, name, columns }: CatalogueTable, people: readonly Traces[]): Search {
  const source = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
  const own = sql`${sql.identifier(name)}`;
  const mapped =
    schema === "public" ? allTables().find(({ table }) => getTableName(table) === name) : undefined;
  const technical = technicalColumns(mapped);
  const kept = mapped ? keptBy(mapped) : undefined;
  const cells = columns.map((column): SearchedCell => {
    const isTechnical = technical.has(column.name);
    const content = contentOf(own, column);
    // Where the law keeps a text anyway, it need not be found inside of another one.
    return {
      name: column.name,
      form: formOf(column),
      content,
      technical: isTechnical,
      deep: !kept || isTechnical,
    };
  });
  const row = sql`${own}.tableoid, ${own}.ctid`;
  const nobodys = mapped && !isNobodys(mapped) ? sql`not ${livingOwner(mapped, people)}` : undefined;
  const ours = columnsNamed(mapped, mapped ? (mapOf(mapped.table).ownWords ?? []) : []);
  const open = cells.filter((cell) => cell.form !== "uuid" && !ours.has(cell.name));
  const bound = mapped ? isBound(mapped.table) : `${schema}.${name}` === OF_THE_RELEASE;
  return {
    source,
    mapped,
    technical,
    kept,
    identifiers: identifiersIn(source, row, cells),
    telling: bound || open.length === 0 ? undefined : tellingIn(source, row, nobodys, open),
  };
}

async function scanTable(table: CatalogueTable, people: readonly Traces[]): Promise<TableLook> {
  const { name, columns } = table;
  const { source, identifiers, telling, technical, kept } = searchOf(table, people);
  if (columns.length === 0) return { name, columns: 0, rows: await countRows(source), hits: [] };
  const pieces = telling ? sql`${identifiers} union all ${telling}` : identifiers;
  const [found] = await db().execute<{ rows: string; hits: Hit[] }>(sql`
    select (select count(*) from ${source}) as rows, coalesce((select json_agg(hit) from (
      select trace.person, piece.name as column, count(distinct (piece.tableoid, piece.ctid)) as count
      from (${pieces}) piece join trace on trace.kind = piece.kind and trace.hash = piece.hash
      group by trace.person, piece.name) hit), '[]') as hits`);
  const hits = (found?.hits ?? []).map(({ person, column, count }) => ({
    person,
    place: `${name}.${column}`,
    count: Number(count),
    kept: technical.has(column) ? undefined : kept,
  }));
  return { name, rows: Number(found?.rows ?? 0), columns: columns.length, hits };
}

/** Deletes the rows of tables about nobody that name a person by an identifier. Returns how many. */
export async function dropRows(traces: Traces): Promise<number> {
  return asEraser(async () => {
    const tables = (await catalogue()).filter(({ columns }) => columns.length > 0);
    const searches = tables.map((table) => searchOf(table, [traces]));
    const filled = await withoutEmpty(searches.filter(({ mapped }) => mapped && isNobodys(mapped)));
    if (filled.length === 0) return 0;
    await writeTraces([traces], ["identifier"]);
    let dropped = 0;
    for (const { source, identifiers } of filled) {
      const gone = await db().execute(sql`
        delete from ${source} where (tableoid, ctid) in (select piece.tableoid, piece.ctid from (${identifiers}) piece
          join trace on trace.kind = piece.kind and trace.hash = piece.hash) returning 1`);
      dropped += gone.length;
    }
    return dropped;
  });
}

/** Those that hold a row at all, in one round trip: what waits to be sent stands in a few tables, and most of the time in none. */
async function withoutEmpty(searches: readonly Search[]): Promise<Search[]> {
  if (searches.length === 0) return [];
  const held = searches.map(({ source }) => sql`exists (select 1 from ${source})`);
  const [row] = await db().execute<{ held: boolean[] }>(
    sql`select json_build_array(${sql.join(held, sql`, `)}) as held`,
  );
  return searches.filter((_, index) => row?.held[index]);
}

const countRows = async (source: SQL): Promise<number> => {
  const [row] = await db().execute<{ rows: string }>(sql`select count(*) as rows from ${source}`);
  return Number(row?.rows ?? 0);
};

const formOf = ({ type, category }: CatalogueColumn): Form => {
  if (type === "uuid") return "uuid";
  return type === "json" || type === "jsonb" || category === "A" ? "json" : "text";
};

/** Bytes are read as text as far as they are one; what is compressed is found by the ids of its row. */
function contentOf(own: SQL, column: CatalogueColumn): SQL {
  const cell = sql`${own}.${sql.identifier(column.name)}`;
  if (column.type === "bytea") return sql`encode(${cell}, 'escape')`;
  return formOf(column) === "json" ? sql`to_jsonb(${cell})::text` : sql`${cell}::text`;
}

const casing = new CasingCache("snake_case");

/** Columns that hold our own words and numbers, by their names in the database; none of a table that the map does not know. */
function technicalColumns(mapped: TableEntry | undefined): Set<string> {
  if (!mapped) return new Set();
  const { columns } = mapOf(mapped.table);
  return columnsNamed(
    mapped,
    Object.keys(columns).filter((key) => columns[key] === "technical"),
  );
}

const columnsNamed = (mapped: TableEntry | undefined, keys: readonly string[]): Set<string> =>
  new Set(mapped && keys.map((key) => casing.getColumnCasing(columnOf(mapped.table, key))));

function keptBy({ table }: TableEntry): KeptRows<string> | undefined {
  const { onErase } = mapOf(table);
  return typeof onErase === "object" && "keep" in onErase ? onErase : undefined;
}

const isNobodys = ({ table }: TableEntry): boolean => mapOf(table).subject === "nobody";

/** Whether foreign keys see to it that every row leads to a person who is there: then only an identifier can be a leftover. */
function isBound(table: AnyPgTable): boolean {
  const { subject } = mapOf(table);
  if (subject === "nobody" || isRoot(table)) return false;
  const via = typeof subject === "string" ? subject : subject.via;
  const column = columnOf(table, via);
  const key = getTableConfig(table).foreignKeys.find((each) => each.reference().columns.includes(column));
  if (!key || !column.notNull) return false;
  const parent = key.reference().foreignTable;
  return isRoot(parent) || isBound(parent);
}

/** Whether a row leads to a person who is there and is not looked for: what two people have in common is then theirs. */
function livingOwner(mapped: TableEntry, people: readonly Traces[]): SQL {
  const { root, key } = accounts();
  const erased = sql.join(
    people.map(({ accountId }) => sql`${accountId}::uuid`),
    sql`, `,
  );
  return ownedBy(
    mapped.table,
    (owner) => sql`exists (select 1 from ${root} owner
      where owner.${sql.identifier(casing.getColumnCasing(key))} = ${owner} and ${owner} not in (${erased}))`,
  );
}

/** A condition on the account that a row leads to. */
function ownedBy(table: AnyPgTable, condition: (owner: SQL) => SQL): SQL {
  const { subject } = mapOf(table);
  if (subject === "nobody") return sql`false`;
  if (typeof subject === "string") return condition(sql`${columnOf(table, subject)}`);
  const { parent, target, column } = parentOf(table, subject.via);
  return sql`exists (select 1 from ${parent} where ${target} = ${column} and ${ownedBy(parent, condition)})`;
}

/** The table of the people themselves. */
function accounts(): { root: AnyPgTable; key: PgColumn } {
  const root = allTables().find(({ table }) => isRoot(table))?.table;
  if (!root) throw new Error("no table of people in the map");
  return { root, key: columnOf(root, String(mapOf(root).subject)) };
}
