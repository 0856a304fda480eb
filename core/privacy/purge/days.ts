/**
 * The end of tables that are partitioned by day: a day goes as a whole, a moment after its last row has reached its year.
 * The database itself refuses one that is younger, whoever asks (the functions of the migration "ends_of_rows").
 */
import { getTableName, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { DAY } from "../../base/clock.ts";
import { asEraser, db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { clockOf, type Task } from "./due.ts";
import type { Recorder } from "./evidence.ts";
import type { Counts } from "./remove.ts";

const casing = new CasingCache("snake_case");

/** Drops the days that are over, one transaction each: one that cannot go keeps no other from going. */
export async function dropDays(task: Task, recorder: Recorder): Promise<Counts> {
  const table = getTableName(task.table);
  const counts = { deleted: 0, failed: 0 };
  const drops = (await daysOf(table))
    .filter((day) => new Date(day).getTime() + DAY <= task.limit.getTime())
    .map((day) => sql<bigint>`drop_day_partition(${table}::text, ${day}::date)`);
  const clock = casing.getColumnCasing(clockOf(task, task.table));
  // Our clock may be a moment ahead of the database's, and our calendar a day on 29 February: it refuses what is younger.
  const limit = sql`least(${task.limit.toISOString()}::timestamptz, database_now() - interval '1 year')`;
  drops.push(sql`empty_default_partition(${table}::text, ${clock}::text, ${limit})`);
  for (const drop of drops)
    try {
      counts.deleted += await asEraser(async () => {
        const [row] = await db().execute<{ rows: string }>(sql`select ${drop} as rows`);
        const rows = Number(row?.rows ?? 0);
        await recorder.removed(rows);
        return rows;
      });
    } catch (error) {
      counts.failed += 1;
      log.warn("purge.day_failed", { place: table }, error);
    }
  return counts;
}

/** The days that have a partition, as `2026-11-24`, the oldest first. */
async function daysOf(table: string): Promise<string[]> {
  const rows = await db().execute<{ day: string }>(sql`
    select to_date(right(part.relname, 8), 'YYYYMMDD')::text as day
    from pg_inherits join pg_class part on part.oid = inhrelid
    where inhparent = to_regclass(${table}) and part.relname ~ '_[0-9]{8}$' order by 1`);
  return rows.map(({ day }) => day);
}
