/**
 * The traces of a person: everything by which something of theirs would be known again once their rows are gone, taken
 * from the data map alone. Texts are kept as 64-bit hashes only, so the traces hold no content, and those of an account
 * of ten thousand files take a few megabytes and one statement a table.
 */
import { getTableColumns, sql } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { asEraser, db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import type { Bucket } from "../../base/storage.ts";
import { allPlaces } from "../inventory.ts";
import { type Category, mapOf } from "../map.ts";
import { leadsTo, personalTables } from "../subject.ts";
import { type Cell, collected, type Form, type Role, TRACE_KINDS, type TraceKind } from "./pieces.ts";

/** Fit for JSON. Sealed in the row of the erasure until its certificate is written: it still says whose it is. */
export type Traces = {
  accountId: Id<"account">;
  /** In ISO 8601. What named the person was on its way by then. */
  collectedAt: string;
  /** Hashes of 64 bits, one after the other, in base64. */
  hashes: Record<TraceKind, string>;
  /** Keys of every object of theirs, by bucket: those that the map names, and what has the form of one elsewhere. */
  objects: Partial<Record<Bucket, string[]>>;
};

/** What a text of a person says of them. The other categories hold words and numbers that many people share. */
const TELLING: readonly Category[] = ["identity", "content", "authentication", "biometric", "connection"];
/** The form of a key (storage.ts, `newKey`). */
const KEY = "^[0-9a-f]{2}/[0-9a-f]{38}$";

/**
 * Collects the traces of an account, in transactions of its own. Before its rows go: afterwards there is nothing to be
 * found. What the law keeps gives nothing but the ids that it must lose.
 */
export async function collectTraces(accountId: Id<"account">): Promise<Traces> {
  const hashes = new Map(TRACE_KINDS.map((kind): [TraceKind, Buffer[]] => [kind, []]));
  const objects = new Map<Bucket, Set<string>>();
  for (const { table } of personalTables()) {
    const cells = cellsOf(table);
    if (cells.length === 0) continue;
    await asEraser(async () => {
      for (const { kind, packed } of await piecesIn(table, accountId, cells))
        hashes.get(kind)?.push(Buffer.from(packed, "base64"));
      for (const { bucket, key } of await keysIn(table, accountId, cells))
        objects.set(bucket, (objects.get(bucket) ?? new Set()).add(key));
    });
  }
  const packed = TRACE_KINDS.map((kind) => [kind, Buffer.concat(hashes.get(kind) ?? []).toString("base64")]);
  return {
    accountId,
    collectedAt: now().toISOString(),
    hashes: Object.fromEntries(packed) as Traces["hashes"],
    objects: Object.fromEntries([...objects].map(([bucket, keys]) => [bucket, [...keys]])),
  };
}

/** `buckets`: in which its objects are, of a column that names some. */
type TraceCell = Cell & { role: Role; buckets: Bucket[] };

function formOf(column: PgColumn): Form | undefined {
  const type = column.getSQLType();
  if (type === "uuid") return "uuid";
  if (type === "json" || type === "jsonb" || type.endsWith("[]")) return "json";
  return column.dataType === "string" ? "text" : undefined;
}

/** The columns of a table that give traces, each with what it is for. */
function cellsOf(table: AnyPgTable): TraceCell[] {
  const { columns, objects = [], remote, onErase } = mapOf(table);
  const shared = sharedKeys(table);
  return Object.entries(getTableColumns(table) as Record<string, PgColumn>).flatMap(
    ([key, column]): TraceCell[] => {
      const form = formOf(column);
      if (!form || !goes(onErase, key) || shared.has(column)) return [];
      const buckets = objects.filter((object) => object.key === key).map(({ bucket }) => bucket);
      const category = columns[key];
      const tells = category !== undefined && TELLING.includes(category);
      const secret = category === "authentication";
      const names = form === "uuid" || buckets.length > 0 || remote?.id === key || column.isUnique || secret;
      // A mail address is unique and a value at once: as a text of theirs it is looked for in every way.
      const isText = tells && !secret && form !== "uuid";
      const role = isText
        ? "value"
        : names
          ? "identifier"
          : category === "technical"
            ? "technical"
            : undefined;
      const content = form === "json" ? sql`to_jsonb(${column})::text` : sql`${column}::text`;
      return role ? [{ name: key, form, content, role, buckets }] : [];
    },
  );
}

function goes(onErase: ReturnType<typeof mapOf>["onErase"], key: string): boolean {
  if (onErase === "delete") return true;
  return (("keep" in onErase ? onErase.pseudonymise : onErase.anonymise) ?? []).includes(key);
}

/** Foreign keys to rows that stay: many people may share them. */
function sharedKeys(table: AnyPgTable): Set<PgColumn> {
  const keys = getTableConfig(table).foreignKeys.map((key) => key.reference());
  const stays = ({ subject, onErase }: ReturnType<typeof mapOf>) =>
    subject === "nobody" || onErase !== "delete";
  return new Set(keys.filter((key) => stays(mapOf(key.foreignTable))).flatMap((key) => key.columns));
}

async function piecesIn(table: AnyPgTable, accountId: Id<"account">, cells: readonly TraceCell[]) {
  return db().execute<{ kind: TraceKind; packed: string }>(sql`
    select kind, encode(string_agg(int8send(hash), ''), 'base64') as packed
    from (select distinct kind, hash from (${collected(sql`${table}`, leadsTo(table, accountId), cells)}) piece
      where hash is not null) mine
    group by kind`);
}

/** Keys of objects: in the columns that the map names, and wherever a text or a string of JSON has the form of one. */
async function keysIn(
  table: AnyPgTable,
  accountId: Id<"account">,
  cells: readonly TraceCell[],
): Promise<{ bucket: Bucket; key: string }[]> {
  const searched = cells.filter(({ form, role }) => form !== "uuid" && role !== "value");
  if (searched.length === 0) return [];
  const selects = searched.map(({ name, content, form, buckets }) => {
    const column = sql`select ${name}::text as name, ${content} as content from ${table} where ${leadsTo(table, accountId)}`;
    if (buckets.length > 0) return column;
    if (form === "text") return sql`select * from (${column}) cell where content ~ ${KEY}`;
    return sql`select name, string #>> '{}' from (${column}) cell, jsonb_path_query(content::jsonb,
      'strict $.** ? (@.type() == "string")') string where string #>> '{}' ~ ${KEY}`;
  });
  const rows = await db().execute<{ name: string; key: string }>(sql`
    select distinct name, content as key from (${sql.join(selects, sql` union all `)}) found(name, content)
    where content is not null`);
  return rows.flatMap(({ name, key }) => {
    const { buckets = [] } = searched.find((cell) => cell.name === name) ?? {};
    return (buckets.length > 0 ? buckets : allBuckets()).map((bucket) => ({ bucket, key }));
  });
}

/** Every bucket in which something lives and dies with a row. */
export const allBuckets = (): Bucket[] =>
  allPlaces()
    .filter(({ kind, onErase }) => kind === "bucket" && onErase === "with_rows")
    .map(({ name }) => name as Bucket);
