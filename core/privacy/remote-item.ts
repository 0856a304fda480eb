/**
 * What the jobs of a person leave at the model provider: files and tasks, remembered when a job learns of them, and asked
 * to be deleted once the job has ended (remote-thing.ts sees to it).
 */
import { eq } from "drizzle-orm";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { askForDeletion } from "./remote-thing.ts";
import { type RemoteKind, remoteItem } from "./transfer.sql.ts";

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
export const requestRemoteDeletion = (generationId: Id<"generation">): Promise<void> =>
  askForDeletion(remoteItem, eq(remoteItem.generationId, generationId));
