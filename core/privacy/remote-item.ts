/**
 * Things of a person that stand at a processor, and their deletion there once the job that needed them has ended
 * (policy 05). A deletion is tried until the processor has answered; each try first moves the next one further away, so
 * that a worker that dies costs a delay and never the deletion.
 */
import { and, asc, eq, isNull, lt, lte } from "drizzle-orm";
import { fromNow, HOUR, MINUTE, now } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { enqueue } from "../outbox/outbox.ts";
import { type RemoteKind, remoteItem } from "./transfer.sql.ts";

type ItemId = Id<"remote_item">;
export type RemoteItem = typeof remoteItem.$inferSelect;

/** The pause after each try; the last one repeats. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];
/** How long the message of a due deletion may be on its way before another one is sent. */
const GRACE = MINUTE;
const BATCH = 100;

/** Remembers a thing that a job has left at the model provider. Expects the transaction in which the job learns of it. */
export async function rememberRemoteItem(item: {
  accountId: Id<"account">;
  generationId: Id<"generation">;
  kind: RemoteKind;
  remoteId: string;
}): Promise<void> {
  await db()
    .insert(remoteItem)
    .values({ ...item, processor: "minimax" });
}

/** Asks for the deletion of everything that a job has left behind. Expects the transaction that ends the job. */
export async function requestRemoteDeletion(generationId: Id<"generation">): Promise<void> {
  const items = await db()
    .update(remoteItem)
    .set({ deletionDueAt: now() })
    .where(
      and(
        eq(remoteItem.generationId, generationId),
        isNull(remoteItem.deletionDueAt),
        isNull(remoteItem.deletedAt),
      ),
    )
    .returning({ id: remoteItem.id });
  for (const { id } of items) await enqueue("remote-delete", { remoteItemId: id });
}

/** Takes a deletion that is due: from now on the next one is a pause away. Undefined when it is done or not due. */
export async function claimDeletion(id: ItemId): Promise<RemoteItem | undefined> {
  const due = and(eq(remoteItem.id, id), isNull(remoteItem.deletedAt), lte(remoteItem.deletionDueAt, now()));
  const [item] = await db().select().from(remoteItem).where(due);
  if (!item) return undefined;
  const pause = PAUSES[Math.min(item.attempts, PAUSES.length - 1)] ?? HOUR;
  const [claimed] = await db()
    .update(remoteItem)
    .set({ attempts: item.attempts + 1, deletionDueAt: fromNow(pause) })
    .where(and(due, eq(remoteItem.attempts, item.attempts)))
    .returning();
  return claimed;
}

/** Writes down that the processor has answered: the thing is gone. */
export async function confirmDeletion(id: ItemId): Promise<void> {
  await db()
    .update(remoteItem)
    .set({ deletedAt: now(), deletionDueAt: null })
    .where(and(eq(remoteItem.id, id), isNull(remoteItem.deletedAt)));
}

/** Sends the messages of deletions that are due again, or whose message was lost. Returns how many. */
export async function sendDueDeletions(): Promise<number> {
  return transaction(async () => {
    const rows = await db()
      .select({ id: remoteItem.id })
      .from(remoteItem)
      .where(and(isNull(remoteItem.deletedAt), lt(remoteItem.deletionDueAt, fromNow(-GRACE))))
      .orderBy(asc(remoteItem.deletionDueAt))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    for (const { id } of rows) await enqueue("remote-delete", { remoteItemId: id });
    return rows.length;
  });
}
