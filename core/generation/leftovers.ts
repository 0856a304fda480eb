/** Things at the provider whose job is over, or gone: their deletion was never asked for because a worker died. */
import { and, isNotNull, isNull, lt, notExists, sql } from "drizzle-orm";
import { DAY, fromNow } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import { askForDeletion } from "../privacy/remote-thing.ts";
import { remoteItem } from "../privacy/transfer.sql.ts";
import { generation } from "./generation.sql.ts";

/** Asks for the deletion of what no unfinished job needs. A day old at least: what is younger may just be being made. */
export async function sweepForgottenItems(): Promise<void> {
  const job = db()
    .select({ one: sql`1` })
    .from(generation)
    .where(and(sql`${generation.id} = ${remoteItem.generationId}`, isNull(generation.finishedAt)));
  const forgotten = and(
    isNotNull(remoteItem.generationId),
    lt(remoteItem.createdAt, fromNow(-DAY)),
    notExists(job),
  );
  await transaction(() => askForDeletion(remoteItem, forgotten));
}
