/**
 * Purges: what has reached the end of its period goes (policy 06). Everything is read from the data map: which tables, when
 * the clock of a row starts, what is held for its person, what goes along with a row and what keeps it from going. An
 * engine, not a list: a table that is added to the map later falls under it.
 */
import { getTableName } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { log } from "../../base/log.ts";
import type { RetentionRule } from "../retention.ts";
import { dropDays } from "./days.ts";
import { oldestOf, type Task, tasksAt } from "./due.ts";
import { type Evidence, type Recorder, recordRun } from "./evidence.ts";
import { askRemotes, type Counts, removeDue } from "./remove.ts";

export type { Evidence };

/**
 * Removes what is due under the rules, or under all. What fails is logged and counted and stops nothing else; the next run
 * tries again, and goes on where one was killed. Returns what was done, table by table.
 */
export async function purge(rules?: readonly RetentionRule[]): Promise<Evidence[]> {
  const done: Evidence[] = [];
  for (const task of tasksAt(now(), (rule) => rules?.includes(rule) ?? true)) done.push(await run(task));
  return done;
}

async function run(task: Task): Promise<Evidence> {
  const { rule, limit } = task;
  const recorder = recordRun({ rule, table: getTableName(task.table), limit });
  const counts = await end(task, recorder).catch((error: unknown) => {
    log.error("purge.failed", { rule, place: getTableName(task.table) }, error);
    return { deleted: 0, failed: 1 };
  });
  const oldestLeft = await oldestOf(task);
  const evidence = await recorder.finish({ ...counts, ...(oldestLeft ? { oldestLeft } : {}) });
  if (evidence.found > 0) log.info("purge.done", { rule, place: evidence.table, count: evidence.deleted });
  return evidence;
}

async function end(task: Task, recorder: Recorder): Promise<Counts> {
  if (task.days) return dropDays(task, recorder);
  await askRemotes(task);
  return removeDue(task, recorder);
}
