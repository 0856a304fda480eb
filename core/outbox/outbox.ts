/**
 * The outbox: a message is a row written with the change that wants it sent, and leaves after the commit. The API
 * relays at once what it wrote; a minutely clock relays what was left behind. A message may arrive twice (consumers
 * are idempotent) and never not at all.
 */
import { inArray, isNull, lt, or } from "drizzle-orm";
import { fromNow, MINUTE, now } from "../base/clock.ts";
import { afterCommit, db } from "../base/database.ts";
import { log } from "../base/log.ts";
import { type QueueName, sendMessages } from "../base/queue.ts";
import { outbox } from "./outbox.sql.ts";

/** What one request to the queue service carries. */
const BATCH = 10;

/** Writes a message into the current transaction. `body` holds identifiers only; a delay is at most 900 seconds. */
export async function enqueue(
  queue: QueueName,
  body: Record<string, string | number>,
  options: { delaySeconds?: number } = {},
): Promise<void> {
  await db()
    .insert(outbox)
    .values({ queue, body, delaySeconds: options.delaySeconds ?? 0 });
  await afterCommit(relayQuietly);
}

/** A relay that fails costs at most a minute: the clock finds the rows. */
async function relayQuietly(): Promise<void> {
  try {
    await relayOutbox();
  } catch (error) {
    log.warn("outbox.relay_failed", {}, error);
  }
}

/** Sends everything that waits. Returns how many messages left. */
export async function relayOutbox(): Promise<number> {
  let sent = 0;
  for (;;) {
    const claimed = await claim();
    if (claimed.length === 0) return sent;
    for (const queue of new Set(claimed.map((row) => row.queue))) {
      const rows = claimed.filter((row) => row.queue === queue);
      const taken = await sendMessages(queue, rows);
      sent += taken.length;
      if (taken.length > 0)
        await db()
          .delete(outbox)
          .where(
            inArray(
              outbox.id,
              rows.map((row) => row.id).filter((id) => taken.includes(id)),
            ),
          );
    }
  }
}

/**
 * Takes up to ten rows for this relay; those that a dead relay took are free again after a minute. The rows are chosen
 * in a common table expression, once: a subquery may be run again for each row, and more than the limit be taken.
 */
function claim() {
  const free = db()
    .$with("free")
    .as(
      db()
        .select({ id: outbox.id })
        .from(outbox)
        .where(or(isNull(outbox.claimedAt), lt(outbox.claimedAt, fromNow(-MINUTE))))
        .orderBy(outbox.createdAt)
        .limit(BATCH)
        .for("update", { skipLocked: true }),
    );
  return db()
    .with(free)
    .update(outbox)
    .set({ claimedAt: now() })
    .where(inArray(outbox.id, db().select({ id: free.id }).from(free)))
    .returning({ id: outbox.id, queue: outbox.queue, body: outbox.body, delaySeconds: outbox.delaySeconds });
}
