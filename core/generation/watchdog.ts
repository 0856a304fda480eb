/**
 * The watchdog: a message can be lost or end in the dead-letter queue, a job must not. Every minute, whatever should
 * have moved a while ago gets its message again; past its deadline that message ends it and gives the credits back.
 */
import { and, asc, inArray, isNull, lt } from "drizzle-orm";
import { fromNow, MINUTE } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import { log } from "../base/log.ts";
import { enqueue } from "../outbox/outbox.ts";
import { generation } from "./generation.sql.ts";

const GRACE = MINUTE;
/** Until a job is woken again: where many wait, more messages would only lengthen the line. */
const AGAIN = 4 * MINUTE;
const BATCH = 100;

/** Sends overdue jobs their message again. Returns how many there were. */
export async function wakeOverdue(): Promise<number> {
  const overdue = await transaction(async () => {
    const rows = await db()
      .select({ id: generation.id, step: generation.step })
      .from(generation)
      .where(
        and(
          isNull(generation.finishedAt),
          isNull(generation.sealedAt),
          lt(generation.wakeAt, fromNow(-GRACE)),
        ),
      )
      .orderBy(asc(generation.wakeAt))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    if (rows.length > 0)
      await db()
        .update(generation)
        .set({ wakeAt: fromNow(AGAIN) })
        .where(
          inArray(
            generation.id,
            rows.map((row) => row.id),
          ),
        );
    for (const row of rows) await enqueue("generate", { generationId: row.id, step: row.step });
    return rows;
  });
  if (overdue.length > 0) log.warn("generation.overdue", { count: overdue.length });
  return overdue.length;
}
