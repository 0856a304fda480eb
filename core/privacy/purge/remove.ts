/** Removing what is due: in bounded batches, each of them one statement as the eraser, with what goes along. */
import { and, asc, getTableName, isNull, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable, PgTable } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { asEraser, db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { mustBeNamed, noteDeleted } from "../journal/deletions.ts";
import { mapOf, type RemoteThings } from "../map.ts";
import { columnOf } from "../subject.ts";
import { clockOf, isDue, isOver, type Task, unlessHeld } from "./due.ts";
import type { Recorder } from "./evidence.ts";
import { joins, type Path, pathsDown, renamed } from "./family.ts";
import {
  cellOf,
  dropObjects,
  hasObjects,
  isOneOf,
  keyColumns,
  type Patience,
  type RowKey,
} from "./objects.ts";

/** Rows that one statement removes: it must not hold its locks for long. */
const BATCH = 10_000;
/** Rows whose objects are removed together. */
const BATCH_WITH_OBJECTS = 500;
/** Requests to the storage that may fail in one run of a table: a few objects that it keeps, but not a storage that is away. */
const PATIENCE = 60;

export type Counts = { deleted: number; failed: number };

/** Removes everything that is due. What cannot go is left for the next run, and keeps nothing else from going. */
export async function removeDue(task: Task, recorder: Recorder): Promise<Counts> {
  const isPlain = !hasObjects(task.table) && !mustBeNamed(task.table, task.rule);
  const plain = isPlain ? await removePlainly(task, recorder) : undefined;
  if (plain && !plain.broken) return { deleted: plain.deleted, failed: 0 };
  const { deleted, failed } = await removePatiently(task, recorder);
  return { deleted: deleted + (plain?.deleted ?? 0), failed };
}

/** Whole batches without a look at the rows; `broken` when one failed, and the rows have to be looked at. */
async function removePlainly(task: Task, recorder: Recorder): Promise<{ deleted: number; broken: boolean }> {
  let deleted = 0;
  const oldest = removal(task, BATCH);
  try {
    for (let removed = BATCH; removed === BATCH; deleted += removed)
      removed = await asEraser(() => counted(oldest, recorder));
    return { deleted, broken: false };
  } catch (error) {
    log.warn("purge.batch_failed", { place: getTableName(task.table) }, error);
    return { deleted, broken: true };
  }
}

/** Batch after batch, objects first; those that failed stay in front of the others and are passed over. */
async function removePatiently(task: Task, recorder: Recorder): Promise<Counts> {
  const counts = { deleted: 0, failed: 0 };
  const patience: Patience = { left: PATIENCE };
  for (;;) {
    const keys = await nextKeys(task, counts.failed);
    if (keys.length === 0) return counts;
    const free = await dropObjects(task.table, keys, patience);
    const removed = await removeEach(task, recorder, free);
    counts.deleted += removed;
    counts.failed += keys.length - removed;
    if (keys.length < BATCH_WITH_OBJECTS || patience.left <= 0) return counts;
  }
}

async function nextKeys(task: Task, offset: number): Promise<RowKey[]> {
  const as = renamed(task.table, "t");
  const columns = keyColumns(task.table, as);
  const rows: Record<string, unknown>[] = await db()
    .select(Object.fromEntries(columns.map((column, index) => [`key${index}`, cellOf(column)])))
    .from(sql`${task.table} ${as}`)
    .where(isDue(task, as))
    .orderBy(asc(clockOf(task, as)), ...columns.map((column) => asc(column)))
    .limit(BATCH_WITH_OBJECTS)
    .offset(offset);
  return rows.map((row) => columns.map((_, index) => row[`key${index}`]));
}

/** All together, or one by one when that fails. Returns how many went. */
async function removeEach(task: Task, recorder: Recorder, keys: readonly RowKey[]): Promise<number> {
  if (keys.length === 0) return 0;
  try {
    return await remove(task, recorder, keys);
  } catch (error) {
    log.warn("purge.rows_failed", { place: getTableName(task.table), count: keys.length }, error);
  }
  if (keys.length === 1) return 0;
  let removed = 0;
  for (const key of keys) removed += await removeEach(task, recorder, [key]);
  return removed;
}

/** Removes these rows where they are due, in one transaction with their count and what the journal must know. */
const remove = (task: Task, recorder: Recorder, keys: readonly RowKey[]): Promise<number> =>
  asEraser(async () => {
    const count = await counted(removal(task, keys), recorder);
    const ids = keys.map(([id]) => String(id));
    await noteDeleted(task.table, task.rule, ids);
    return count;
  });

/** Runs a removal and counts what went. Expects the eraser's transaction. */
async function counted(removal: SQL, recorder: Recorder): Promise<number> {
  const { count } = await db().execute(removal);
  await recorder.removed(count);
  return count;
}

/**
 * One statement: it chooses the rows, so many of the oldest or those of the keys, and removes them with what goes along. All
 * its parts see the same moment, so the children are still found by their parents. Where there are any, it locks the rows
 * first, passing over those that somebody else has in hand; a row that goes alone is asked again at the moment that it goes,
 * which is half the writing.
 */
function removal(task: Task, which: number | readonly RowKey[]): SQL {
  const { table } = task;
  const [as, due] = [renamed(table, "t"), renamed(table, "due")];
  const paths = pathsDown(table);
  const where = typeof which === "number" ? isDue(task, as) : and(isDue(task, as), isOneOf(table, as, which));
  const bound = typeof which === "number" ? sql`order by ${clockOf(task, as)} limit ${which}::int` : sql``;
  const rows = sql`from ${table} ${as} where ${where} ${bound}`;
  // By an array the server goes straight to each place; for a join it reads the whole table, batch after batch.
  const at = (places: SQL) => sql`${table}.ctid = any(array(${places}))`;
  if (paths.length === 0)
    return sql`delete from ${table} where ${and(at(sql`select ${as}.ctid ${rows}`), isOver(task, table))}`;
  const needed = new Set(paths.flatMap(([first]) => first?.target ?? []));
  const columns = [...needed].map((key) => sql`, ${columnOf(as, key)}`);
  const chosen = sql`select ${as}.ctid as place ${sql.join(columns)} ${rows} for update of ${as} skip locked`;
  const along = paths.map(
    (path, index) => sql`, along${sql.raw(String(index))} as (${removalAlong(path, due)})`,
  );
  return sql`with ${due} as materialized (${chosen}) ${sql.join(along)}
    delete from ${table} where ${at(sql`select ${due}.place from ${due}`)}`;
}

/** Removes the rows at the end of a way down from the chosen ones. */
function removalAlong(path: Path, due: AnyPgTable): SQL {
  const names = path.map(({ child }, index) => renamed(child, `n${index}`));
  const between = path.slice(0, -1).map(({ child }, index) => sql`, ${child} ${names[index]}`);
  const links = path.map((link, index) => joins(link, names[index] ?? due, names[index - 1] ?? due));
  return sql`delete from ${path.at(-1)?.child} ${names.at(-1)} using ${due} ${sql.join(between)} where ${sql.join(links, sql` and `)}`;
}

/**
 * Has what rows stand for at processors deleted there: those of the table itself and those of rows that go along. The rows
 * wait for the answer (`isDue`). The clock that asks processors finds them by their due date.
 */
export async function askRemotes(task: Task): Promise<void> {
  for (const path of [[], ...pathsDown(task.table)]) {
    const table = path.at(-1)?.child ?? task.table;
    const { remote } = mapOf(table);
    if (remote) await askRemote(task, path, table, remote);
  }
}

async function askRemote(task: Task, path: Path, table: AnyPgTable, remote: RemoteThings<string>) {
  const names = path.map(({ child }, index) =>
    index === path.length - 1 ? child : renamed(child, `n${index}`),
  );
  const root = path.length === 0 ? task.table : renamed(task.table, "t");
  const above = path.slice(0, -1).map(({ child }, index) => sql`, ${child} ${names[index]}`);
  const links = path.map((link, index) => joins(link, names[index] ?? root, names[index - 1] ?? root));
  const over = and(isOver(task, root), unlessHeld(task, root));
  const owned = sql`exists (select 1 from ${task.table} ${root} ${sql.join(above)} where ${sql.join([sql`${over}`, ...links], sql` and `)})`;
  const open = and(isNull(columnOf(table, remote.due)), isNull(columnOf(table, remote.deleted)));
  await asEraser(() =>
    db()
      .update(table as PgTable)
      .set({ [remote.due]: now() })
      .where(and(open, path.length === 0 ? over : owned)),
  );
}
