/** The transfer ledger: one line for each call that takes something of a person outside, written before it leaves. */
import type { InferInsertModel } from "drizzle-orm";
import { db } from "../base/database.ts";
import { transfer } from "./transfer.sql.ts";

type Line = Omit<InferInsertModel<typeof transfer>, "id" | "createdAt">;

/**
 * Records a call: which fields, how many bytes, their SHA-256, on what ground. Never the content. Expects the transaction
 * that decides on the call, so that none can leave unrecorded.
 */
export async function recordTransfer(line: Line): Promise<void> {
  await db().insert(transfer).values(line);
}
