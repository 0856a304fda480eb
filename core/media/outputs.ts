/** Files that generations made: they come, go and come back with their generation (core/generation). */
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { deleteObjects } from "../base/storage.ts";
import { media } from "./media.sql.ts";

export type NewOutput = typeof media.$inferInsert;

/** Makes stored files visible, unless they are sealed. Expects the transaction that ends their generation. */
export async function insertOutputs(outputs: NewOutput[]): Promise<void> {
  await db().insert(media).values(outputs);
}

/** Removes the objects of outputs that never became visible. */
export async function discardOutputs(outputs: readonly NewOutput[]): Promise<void> {
  const keys = outputs.flatMap((output) => [output.objectKey, output.thumbnailKey]);
  await deleteObjects(
    "media",
    keys.filter((key) => typeof key === "string"),
  );
}

/** Hides the outputs of a generation, to go for good when its deletion can no longer be undone. */
export async function trashOutputs(accountId: Id<"account">, generationId: Id<"generation">): Promise<void> {
  await db()
    .update(media)
    .set({ deletedAt: now() })
    .where(and(eq(media.generationId, generationId), eq(media.accountId, accountId)));
}

/** Shows what was sealed while processing was restricted. Returns how many files that were. */
export async function releaseOutputs(generationId: Id<"generation">): Promise<number> {
  const released = await db()
    .update(media)
    .set({ objectKey: media.sealedKey, sealedKey: null })
    .where(and(eq(media.generationId, generationId), isNotNull(media.sealedKey)))
    .returning({ id: media.id });
  return released.length;
}

/** Shows them again. What was sealed and given up stays in the trash: it was never theirs to see. */
export async function restoreOutputs(
  accountId: Id<"account">,
  generationId: Id<"generation">,
): Promise<void> {
  await db()
    .update(media)
    .set({ deletedAt: null })
    .where(
      and(eq(media.generationId, generationId), eq(media.accountId, accountId), isNull(media.sealedKey)),
    );
}
