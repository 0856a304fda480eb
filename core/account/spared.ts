/**
 * Erasures that somebody has averted, by cancelling the closing or by coming back before three idle years were over. The
 * journal is told, or a backup of before would carry them out once it is put back.
 */
import { and, eq, lte, sql } from "drizzle-orm";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { account } from "./account.sql.ts";

/** Tells the journal. Expects an open transaction. */
export const noteSpared = (accountId: Id<"account">): Promise<void> =>
  writeJournal({ kind: "spared", subject: pseudonymOf(accountId) });

/** Does it again on a restored database: what was asked for later than `at` stays. */
export const spareAgain = (accountId: Id<"account">, at: Date): Promise<void> =>
  transaction(async () => {
    const mine = eq(account.id, accountId);
    await db()
      .update(account)
      .set({ state: "active", closingAskedAt: null, closesAt: null, graceWaivedAt: null })
      .where(and(mine, eq(account.state, "closing"), lte(account.closingAskedAt, at)));
    await db()
      .update(account)
      .set({ lastSignInAt: sql`greatest(${account.lastSignInAt}, ${at.toISOString()}::timestamptz)` })
      .where(and(mine, eq(account.state, "active")));
  });
