/** The messages that move an export: one a step, and a clock's memory of when it should have arrived. */
import { eq } from "drizzle-orm";
import { fromNow, MINUTE, SECOND } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { enqueue } from "../../outbox/outbox.ts";
import { dataExport } from "./export.sql.ts";

/** How long a step may be without a sign of its worker before another one takes over. */
export const LEASE = MINUTE;

/** Sends the message of a step. Expects the transaction that makes it the next one. */
export async function sendStep(exportId: Id<"data_export">, part: number, delaySeconds = 0): Promise<void> {
  await enqueue("export", { exportId, part }, { delaySeconds });
  await db()
    .update(dataExport)
    .set({ wakeAt: fromNow(LEASE + delaySeconds * SECOND) })
    .where(eq(dataExport.id, exportId));
}
