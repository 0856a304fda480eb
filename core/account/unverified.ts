/** Accounts whose address was never confirmed: nobody has signed in to them, so they hold no more than a sign-up. */
import { and, eq, inArray, lt } from "drizzle-orm";
import { DAY, fromNow } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { dropMails } from "../mail/mail.ts";
import { RETENTION } from "../privacy/retention.ts";
import { account, accountToken } from "./account.sql.ts";

/** Removes those of the accounts that are still unconfirmed. Expects an open transaction. Returns how many. */
export async function removeUnverified(ids: readonly Id<"account">[]): Promise<number> {
  const unverified = and(inArray(account.id, [...ids]), eq(account.state, "unverified"));
  const locked = await db().select({ id: account.id }).from(account).where(unverified).for("update");
  const found = locked.map((row) => row.id);
  if (found.length === 0) return 0;
  await dropMails(found);
  await db().delete(accountToken).where(inArray(accountToken.accountId, found));
  await db().delete(account).where(inArray(account.id, found));
  return found.length;
}

/** Removes a batch of accounts that were not confirmed within their seven days. Returns how many. */
export async function sweepUnverified(limit: number): Promise<number> {
  const old = lt(account.createdAt, fromNow(-RETENTION.unverified.days * DAY));
  return transaction(async () => {
    const rows = await db()
      .select({ id: account.id })
      .from(account)
      .where(and(eq(account.state, "unverified"), old))
      .limit(limit);
    return removeUnverified(rows.map((row) => row.id));
  });
}
