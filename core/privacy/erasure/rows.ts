/**
 * The rows of a person, table by table as the data map says: deleted, or left without what leads to the person. Each
 * batch is a transaction that counts what it does; what it has done, a repetition does not find any more.
 */
import { and, eq, getTableColumns, getTableName, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { asEraser, db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { primaryKey } from "../export/rows.ts";
import { type KeptRows, mapOf } from "../map.ts";
import { isPseudonym, pseudonymOf } from "../pseudonym.ts";
import { columnOf, leadsTo, personalTables } from "../subject.ts";
import { addTo } from "./counts.ts";
import { erasureOrder, isRoot, type Order } from "./order.ts";

/** Rows that one transaction takes: it must not hold its locks for long. */
const BATCH = 5000;

/** Whose rows, for which erasure, and the instant from which the periods of what stays are counted. */
export type Target = { id: Id<"erasure">; accountId: Id<"account">; erasedAt: Date };

/** Erases every row of the person but the account itself. */
export async function eraseRows(target: Target): Promise<void> {
  const order = personalOrder();
  const held = await tablesHolding(order.tables, target.accountId);
  for (const { table, keys } of order.loosened)
    if (mapOf(table).onErase === "delete" && held.includes(table)) await empty(table, keys, target);
  for (const table of order.tables)
    if (held.includes(table) && !isRoot(table)) await eraseFrom(table, target, order);
}

/** Erases the account itself. Throws (SQLSTATE 23503) while rows still lead to it. */
export async function eraseRoot(target: Target): Promise<void> {
  for (const table of personalOrder().tables.filter(isRoot)) await deleteRows(table, target);
}

const personalOrder = (): Order => erasureOrder(personalTables().map(({ table }) => table));

/** The tables that hold anything of the person, in one round trip. */
async function tablesHolding(tables: readonly AnyPgTable[], accountId: Id<"account">): Promise<AnyPgTable[]> {
  const held = tables.map((table) => sql`exists (select 1 from ${table} where ${leadsTo(table, accountId)})`);
  const [row] = await db().execute<{ held: boolean[] }>(
    sql`select json_build_array(${sql.join(held, sql`, `)}) as held`,
  );
  return tables.filter((_, index) => row?.held[index]);
}

async function eraseFrom(table: AnyPgTable, target: Target, order: Order): Promise<void> {
  const { onErase } = mapOf(table);
  const loose = order.loosened.filter((each) => each.table === table).flatMap(({ keys }) => keys);
  if (onErase === "delete") return deleteRows(table, target);
  if ("anonymise" in onErase) return anonymiseRows(table, target, [...onErase.anonymise, ...loose]);
  return keepRows(table, target, onErase, loose);
}

/** Empties references that would keep rows from going in any order. */
const empty = (table: AnyPgTable, keys: readonly string[], { accountId }: Target): Promise<unknown> =>
  asEraser(() =>
    db()
      .update(table)
      .set(nulls(keys))
      .where(and(leadsTo(table, accountId), anyFilled(table, keys))),
  );

const nulls = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, null]));
const anyFilled = (table: AnyPgTable, keys: readonly string[]) =>
  or(...keys.map((key) => isNotNull(columnOf(table, key))));

const deleteRows = (table: AnyPgTable, target: Target): Promise<void> =>
  inBatches(table, target, "deleted", undefined, (batch) => db().delete(table).where(batch));

async function anonymiseRows(table: AnyPgTable, target: Target, keys: readonly string[]): Promise<void> {
  await inBatches(table, target, "anonymised", anyFilled(table, keys), (batch) =>
    db().update(table).set(nulls(keys)).where(batch),
  );
}

async function keepRows(
  table: AnyPgTable,
  target: Target,
  { pseudonymise = [], startsClock }: KeptRows<string>,
  loose: readonly string[],
): Promise<void> {
  const { subject } = mapOf(table);
  const path = typeof subject === "object" ? subject.via : subject;
  // A reference to a row that goes is emptied, for a pseudonym is the key of no row.
  if (!loose.includes(path) && !pseudonymise.includes(path))
    throw new Error(`rows of ${getTableName(table)} stay and still lead to their person`);
  for (const key of pseudonymise) if (key !== path) await pseudonymiseColumn(table, key, target);
  const values = {
    ...(pseudonymise.includes(path) ? { [path]: pseudonymOf(target.accountId) } : {}),
    ...nulls(loose),
    ...(startsClock ? { [startsClock]: target.erasedAt } : {}),
  };
  await inBatches(table, target, "kept", undefined, (batch) => db().update(table).set(values).where(batch));
}

/** Other ids in rows that stay: each gives way to its own pseudonym, so that rows of one session still belong together. */
async function pseudonymiseColumn(table: AnyPgTable, key: string, { accountId }: Target): Promise<void> {
  const column = columnOf(table, key);
  const mine = and(leadsTo(table, accountId), isNotNull(column));
  const found = await db().selectDistinct({ id: column }).from(table).where(mine);
  for (const { id } of found) {
    if (isPseudonym(String(id))) continue;
    await asEraser(() =>
      db()
        .update(table)
        .set({ [key]: pseudonymOf(String(id)) })
        .where(and(mine, eq(column, id))),
    );
  }
}

/** Batches until nothing of the person is found; each is counted in the transaction that does it. */
async function inBatches(
  table: AnyPgTable,
  { id, accountId }: Target,
  kind: "deleted" | "anonymised" | "kept",
  besides: SQL | undefined,
  work: (batch: SQL) => PromiseLike<{ count: number }>,
): Promise<void> {
  const all = getTableColumns(table) as Record<string, PgColumn>;
  const key = sql.join(
    primaryKey(table).flatMap((name) => all[name] ?? []),
    sql`, `,
  );
  const mine = and(leadsTo(table, accountId), besides);
  for (let rows = BATCH; rows === BATCH; )
    rows = await asEraser(async () => {
      const batch = sql`(${key}) in (select ${key} from ${table} where ${mine} limit ${BATCH}::int)`;
      const { count } = await work(batch);
      if (count > 0) await addTo(id, kind, getTableName(table), count);
      return count;
    });
}
