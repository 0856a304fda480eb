/**
 * The deletion of what stands at processors (policy 05), for every table whose rows stand for such things: the data map
 * says which, and by which columns. A deletion is tried until the processor has answered; each try first moves the next
 * one further away, so that a worker that dies costs a delay and never the deletion.
 */
import { and, asc, eq, getTableName, inArray, isNotNull, isNull, lt, lte, type SQL } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { fromNow, HOUR, MINUTE, now } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import { enqueue } from "../outbox/outbox.ts";
import { primaryKey } from "./export/rows.ts";
import { allTables } from "./inventory.ts";
import { mapOf } from "./map.ts";
import { columnOf } from "./subject.ts";

/** The row that stands for a thing, as a message names it. */
export type ThingRow = { table: string; id: string };
/** A thing whose deletion is to be tried now: what it is, which one, and the how-manieth try this is. */
export type DueThing = { kind: string; remoteId: string; attempt: number };

/** The pause after each try; the last one repeats. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];
/** How long the message of a due deletion may be on its way before another one is sent. */
const GRACE = MINUTE;
const BATCH = 100;

type Things = {
  table: AnyPgTable;
  name: string;
  column: Record<"row" | "kind" | "id" | "due" | "attempts" | "deleted", PgColumn>;
};
type Values = Record<string, unknown>;

/** Every table whose rows stand for things at a processor. */
function everyThing(): Things[] {
  return allTables().flatMap(({ table }) => {
    const { remote } = mapOf(table);
    if (!remote) return [];
    const [row = ""] = primaryKey(table);
    const keys = { ...remote, row };
    const column = Object.fromEntries(Object.entries(keys).map(([use, key]) => [use, columnOf(table, key)]));
    return [{ table, name: getTableName(table), column: column as Things["column"] }];
  });
}

/** Asks for the deletion of the things of these rows that were not asked for yet. Expects the transaction that decides it. */
export async function askForDeletion(table: AnyPgTable, rows: SQL | undefined): Promise<void> {
  const { remote } = mapOf(table);
  if (!remote) throw new Error("rows that stand for nothing at a processor");
  const [row = ""] = primaryKey(table);
  const waiting = and(rows, isNull(columnOf(table, remote.due)), isNull(columnOf(table, remote.deleted)));
  const asked = await db()
    .update(table)
    .set({ [remote.due]: now() } as Values)
    .where(waiting)
    .returning({ id: columnOf(table, row) });
  for (const { id } of asked) await enqueue("remote-delete", { table: getTableName(table), id: String(id) });
}

/** Takes a deletion that is due: from now on the next one is a pause away. Undefined when it is done or not due. */
export async function claimDeletion({ table: name, id }: ThingRow): Promise<DueThing | undefined> {
  const things = everyThing().find((each) => each.name === name);
  if (!things) return undefined;
  const { table, column } = things;
  const due = and(eq(column.row, id), isNull(column.deleted), lte(column.due, now()));
  const [thing] = await db()
    .select({ kind: column.kind, remoteId: column.id, attempts: column.attempts })
    .from(table)
    .where(due);
  if (!thing) return undefined;
  const tried = Number(thing.attempts);
  const pause = PAUSES[Math.min(tried, PAUSES.length - 1)] ?? HOUR;
  const { remote } = mapOf(table);
  const claimed = await db()
    .update(table)
    .set({ [remote?.attempts ?? ""]: tried + 1, [remote?.due ?? ""]: fromNow(pause) } as Values)
    .where(and(due, eq(column.attempts, tried)))
    .returning({ id: column.row });
  if (claimed.length === 0) return undefined;
  return { kind: String(thing.kind), remoteId: String(thing.remoteId), attempt: tried + 1 };
}

/** Writes down that the processor has answered: the thing is gone. */
export async function confirmDeletion({ table: name, id }: ThingRow): Promise<void> {
  const things = everyThing().find((each) => each.name === name);
  const { remote } = things ? mapOf(things.table) : {};
  if (!things || !remote) return;
  await db()
    .update(things.table)
    .set({ [remote.deleted]: now(), [remote.due]: null } as Values)
    .where(and(eq(things.column.row, id), isNull(things.column.deleted)));
}

/** Sends the messages of deletions that are due again, or whose message was lost. Returns how many. */
export async function sendDueDeletions(): Promise<number> {
  let sent = 0;
  for (const { table, name, column } of everyThing())
    sent += await transaction(async () => {
      const rows = await db()
        .select({ id: column.row })
        .from(table)
        .where(and(isNull(column.deleted), isNotNull(column.due), lt(column.due, fromNow(-GRACE))))
        .orderBy(asc(column.due))
        .limit(BATCH)
        .for("update", { skipLocked: true });
      for (const { id } of rows) await enqueue("remote-delete", { table: name, id: String(id) });
      return rows.length;
    });
  return sent;
}

/** Which of the things of a kind a row stands for that has not gone yet. */
export async function thingsThatStand(kind: string, ids: readonly string[]): Promise<Set<string>> {
  const standing = new Set<string>();
  if (ids.length === 0) return standing;
  for (const { table, column } of everyThing()) {
    const mine = and(eq(column.kind, kind), isNull(column.deleted), inArray(column.id, [...ids]));
    const rows = await db().select({ id: column.id }).from(table).where(mine);
    for (const { id } of rows) standing.add(String(id));
  }
  return standing;
}
