/** What stands at processors: its deletion there is due now, and nothing of the rows goes before the processor has answered. */
import { and, count, getTableName, isNotNull, isNull } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { mapOf } from "../map.ts";
import { askForDeletion } from "../remote-thing.ts";
import { columnOf, leadsTo, personalTables } from "../subject.ts";
import type { Tally } from "./counts.ts";

/**
 * Makes every deletion due (`first`: also those that wait for their next try) and counts what is left and what is gone,
 * by table.
 */
export async function deleteRemotely(
  accountId: Id<"account">,
  first: boolean,
): Promise<{ left: number; deleted: Tally }> {
  const deleted: Tally = {};
  let left = 0;
  for (const { table } of personalTables()) {
    const { remote } = mapOf(table);
    if (!remote) continue;
    const mine = leadsTo(table, accountId);
    if (first) await hurry(table, remote.due, and(mine, isNull(columnOf(table, remote.deleted))));
    await transaction(() => askForDeletion(table, mine));
    left += await rowsOf(table, and(mine, isNull(columnOf(table, remote.deleted))));
    const gone = await rowsOf(table, and(mine, isNotNull(columnOf(table, remote.deleted))));
    if (gone > 0) deleted[getTableName(table)] = gone;
  }
  return { left, deleted };
}

type Condition = ReturnType<typeof and>;

/** Deletions that pause between two tries do not pause now: the clock finds them within a minute. */
const hurry = (table: AnyPgTable, due: string, waiting: Condition): Promise<unknown> =>
  transaction(() =>
    db()
      .update(table)
      .set({ [due]: now() })
      .where(and(waiting, isNotNull(columnOf(table, due)))),
  );

async function rowsOf(table: AnyPgTable, condition: Condition): Promise<number> {
  const [row] = await db().select({ rows: count() }).from(table).where(condition);
  return row?.rows ?? 0;
}
