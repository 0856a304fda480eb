/** Erasures seen through to their end, and what is left of somebody as the database's owner sees it. */
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { MINUTE, now, setClock } from "../../core/base/clock.ts";
import { db, one } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { erasure } from "../../core/privacy/erasure/erasure.sql.ts";
import type { Reason } from "../../core/privacy/erasure/reason.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { sendDueDeletions } from "../../core/privacy/remote-thing.ts";
import { handler as removeRemotely } from "../../functions/queue/remote-delete.ts";
import { drain } from "./drain.ts";

const ROUNDS = 100;
const PAUSE = 20 * MINUTE;

/** The record of somebody's erasure. */
export const erasureOf = async (accountId: Id<"account">) =>
  one(
    await db()
      .select()
      .from(erasure)
      .where(eq(erasure.pseudonym, pseudonymOf(accountId))),
  );

/**
 * Runs an erasure that has begun, with what it waits for. Whenever it waits, the clock is set ahead by more than any pause
 * between two tries, and the stand-in for the provider gets a moment to end what it is at. Throws when it does not end.
 */
export async function seeThrough(accountId: Id<"account">) {
  for (let round = 0; round < ROUNDS; round++) {
    if ((await runErasure(accountId)) === "done") return erasureOf(accountId);
    const later = now().getTime() + PAUSE;
    setClock(() => new Date(later));
    await sendDueDeletions();
    await drain({ "remote-delete": removeRemotely });
    await pause(100);
  }
  const { step, attempts } = await erasureOf(accountId);
  throw new Error(`the erasure stands at ${step} after ${attempts} tries`);
}

/** Erases an account. Returns the record that stays. */
export async function erased(accountId: Id<"account">, reason: Reason = "erase_now", silently = false) {
  await beginErasure(accountId, { reason, silently });
  return seeThrough(accountId);
}
