/** Erasures that nobody works on although they are not over: the clock sends their messages again. */
import { and, asc, eq, lt, ne } from "drizzle-orm";
import { fromNow, MINUTE, now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import { enqueue } from "../../outbox/outbox.ts";
import { erasure } from "./erasure.sql.ts";

/** How long a worker may be without a sign of life before another one takes over. */
export const LEASE = MINUTE;
const BATCH = 100;

/** Sends the message of erasures that wait for it, or whose message or worker was lost. Returns how many. */
export const wakeErasures = (): Promise<number> =>
  transaction(async () => {
    const overdue = and(ne(erasure.step, "done"), lt(erasure.wakeAt, now()));
    const rows = await db()
      .select({ id: erasure.id })
      .from(erasure)
      .where(overdue)
      .orderBy(asc(erasure.wakeAt))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    for (const { id } of rows) {
      await enqueue("erase", { erasureId: id });
      await db()
        .update(erasure)
        .set({ wakeAt: fromNow(2 * LEASE) })
        .where(eq(erasure.id, id));
    }
    return rows.length;
  });
