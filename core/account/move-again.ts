/**
 * Changes of address, done again on a restored database. There the account has an address that it had left, and whose
 * mailbox may be anybody's by now; the one that it has in truth is known by its pseudonym alone. So it stands under that,
 * nobody is signed in, and no link that was sent to the earlier address opens anything. Who signs in with the address that
 * is the account's, or asks there for a new password, is at home again (address.ts).
 */
import { and, desc, eq, isNull } from "drizzle-orm";
import { HOUR, now } from "../base/clock.ts";
import { db, one, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { queueMail } from "../mail/mail.ts";
import type { JournalEntry } from "../privacy/journal/entry.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { RETENTION } from "../privacy/retention.ts";
import { endSessions } from "../session/session.ts";
import { account, emailChange } from "./account.sql.ts";
import { isStandIn, standInFor } from "./address.ts";
import { dropPendingChanges, voidChange, voidLaterChanges } from "./change-email.ts";
import { lockAccount } from "./lock-account.ts";
import { issueToken, voidTokens } from "./token.ts";

type Account = typeof account.$inferSelect;
type Change = Pick<Extract<JournalEntry, { kind: "address_changed" }>, "address" | "by"> & { at: Date };

/** Does one again. Nothing happens when the account has that address already, said or not. */
export const moveAgain = (accountId: Id<"account">, { address, by, at }: Change): Promise<void> =>
  transaction(async () => {
    await lockAccount(eq(account.id, accountId));
    const before = one(await db().select().from(account).where(eq(account.id, accountId)));
    const standIn = standInFor(address);
    if (pseudonymOf(before.email) === address || before.email === standIn) return;
    await endSessions(accountId);
    await voidTokens(accountId, ["reset", "verify"]);
    await dropPendingChanges(accountId);
    const known = by === "undo" ? await undoAgain(accountId, address) : undefined;
    await db()
      .update(account)
      .set({ email: known ?? standIn })
      .where(eq(account.id, accountId));
    if (by === "confirmation" && !isStandIn(before.email)) await letUndo(before, standIn, at);
  });

/** Voids the change that was undone, and what came after it. Returns the address that it had left, if it is free. */
async function undoAgain(accountId: Id<"account">, address: string): Promise<string | undefined> {
  const changes = await db()
    .select()
    .from(emailChange)
    .where(and(eq(emailChange.accountId, accountId), isNull(emailChange.undoneAt)))
    .orderBy(desc(emailChange.createdAt));
  const undone = changes.find(({ oldEmail }) => pseudonymOf(oldEmail) === address);
  if (!undone) return undefined;
  await voidLaterChanges(undone);
  await voidChange(undone.id);
  const taken = await db().$count(account, eq(account.email, undone.oldEmail));
  return taken === 0 ? undone.oldEmail : undefined;
}

/** The link by which the earlier address could take the change back is lost; another one is sent, which ends when that did. */
async function letUndo({ id, email, locale }: Account, newEmail: string, at: Date): Promise<void> {
  const expiresAt = new Date(at.getTime() + RETENTION.emailUndo.hours * HOUR);
  if (expiresAt <= now()) return;
  const values = { accountId: id, oldEmail: email, newEmail, createdAt: at, confirmedAt: at };
  const change = one(await db().insert(emailChange).values(values).returning());
  const tokenId = await issueToken(id, "email_undo", { emailChangeId: change.id, expiresAt });
  await queueMail({ accountId: id, template: "email_change_notice", address: email, locale, tokenId });
}
