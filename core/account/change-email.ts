/**
 * Changing the address (E-41): asked for with the password, confirmed from the new address, announced to the old one,
 * which may take it back for 72 hours. Whether the new address has an account is told to nobody but its owner.
 */
import { and, eq, gt, isNull } from "drizzle-orm";
import { record } from "../audit/security-event.ts";
import { me, mySession } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { command, procedure } from "../base/command.ts";
import { db, eraserWithin, isDuplicate, one, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { queueMail } from "../mail/mail.ts";
import { admitMail } from "../session/attempts.ts";
import { NO_PASSWORD } from "../session/password.ts";
import { endSessions } from "../session/session.ts";
import { EmailChange, TokenOnly } from "./account.schema.ts";
import { account, accountToken, emailChange } from "./account.sql.ts";
import { holderOf } from "./address.ts";
import { noteAddressChanged } from "./address-changed.ts";
import { notePasswordEnded } from "./password-ended.ts";
import { refuseClosing } from "./processing.ts";
import { provePassword } from "./prove-password.ts";
import { issueToken, type TokenPurpose, useToken, voidTokens } from "./token.ts";
import { removeUnverified } from "./unverified.ts";

type Account = typeof account.$inferSelect;
type Change = typeof emailChange.$inferSelect;

/**
 * Asks for another address; an earlier wish that waits is dropped. Throws `invalid_input` (the password is wrong, the
 * address is the present one), `rate_limited`, `account_closing` when the closing was asked for meanwhile, or `conflict`
 * when address or password changed.
 */
export const requestEmailChange = procedure(
  EmailChange,
  async ({ newEmail, password }): Promise<void> => {
    const row = await provePassword(password, "password");
    if (newEmail === row.email)
      throw new AppError("invalid_input", { fields: [{ path: "newEmail", rule: "unchanged" }] });
    await admitMail("email_change", newEmail);
    await transaction(async () => {
      await refuseClosing(row.id);
      await refuseChanged(row);
      await dropPendingChanges(row.id);
      await askNewAddress(row, newEmail);
      await record("email_change_requested", { accountId: me(), sessionId: mySession() });
    });
  },
  { whileRestricted: true },
);

/**
 * Throws `conflict` when address or password have changed since the password was proved: a change that was taken back
 * meanwhile must not be followed by another wish of whoever made it. Expects the lock of the account.
 */
async function refuseChanged({ id, email, passwordHash }: Account): Promise<void> {
  const same = and(eq(account.id, id), eq(account.email, email), eq(account.passwordHash, passwordHash));
  if ((await db().$count(account, same)) === 0) throw new AppError("conflict");
}

/** An address that is taken gets a mail as well, about its own account; the link that nobody is sent stays unused. */
async function askNewAddress({ id: accountId, email, locale }: Account, newEmail: string): Promise<void> {
  const holder = await holderOf(newEmail);
  const values = { accountId, oldEmail: email, newEmail };
  const change = one(await db().insert(emailChange).values(values).returning());
  const tokenId = await issueToken(accountId, "email_confirm", { emailChangeId: change.id });
  if (holder && holder.id !== accountId && holder.state !== "unverified")
    await queueMail({
      accountId: holder.id,
      template: holder.state === "erasing" ? "being_erased" : "already_registered",
      address: newEmail,
      locale: holder.locale,
    });
  else await queueMail({ accountId, template: "confirm_new_email", address: newEmail, locale, tokenId });
}

/** Drops the changes of an account that wait for their confirmation. */
export async function dropPendingChanges(accountId: Id<"account">): Promise<void> {
  await voidTokens(accountId, ["email_confirm"]);
  await db()
    .delete(emailChange)
    .where(and(eq(emailChange.accountId, accountId), isNull(emailChange.confirmedAt)));
}

/**
 * Confirms a change from the new address. Returns that address. Sessions stay; links that were sent to the old address
 * to choose a new password are void. Throws `token_invalid`, `token_expired`, or `conflict` when the address has been
 * taken meanwhile.
 */
export const confirmEmailChange = command(
  TokenOnly,
  async ({ token }): Promise<{ email: string }> => {
    const change = await useChange(token, "email_confirm");
    const row = await moveAccount(change.accountId, change.newEmail);
    await db().update(emailChange).set({ confirmedAt: now() }).where(eq(emailChange.id, change.id));
    await noteAddressChanged(row.id, change.newEmail, "confirmation");
    await voidTokens(row.id, ["reset", "verify"]);
    const tokenId = await issueToken(row.id, "email_undo", { emailChangeId: change.id });
    const notice = { template: "email_change_notice", address: change.oldEmail, tokenId } as const;
    await queueMail({ accountId: row.id, locale: row.locale, ...notice });
    await record("email_changed", { accountId: row.id });
    return { email: change.newEmail };
  },
  { whileRestricted: true, whileClosing: true },
);

/**
 * Takes a change back from the old address. Returns that address. Every session ends, changes made since are void with
 * their links. Whoever made the change knew the password, so it opens the account no more, and a link to choose a new
 * one leaves at once. Throws `token_invalid` or `token_expired`.
 */
export const undoEmailChange = command(
  TokenOnly,
  async ({ token }): Promise<{ email: string }> => {
    const change = await useChange(token, "email_undo");
    // Before the address, whose change keeps the log of everybody who ends a session of the account waiting.
    await endSessions(change.accountId);
    await dropPendingChanges(change.accountId);
    await voidLaterChanges(change);
    const row = await moveAccount(change.accountId, change.oldEmail);
    await voidChange(change.id);
    await noteAddressChanged(row.id, change.oldEmail, "undo");
    await db().update(account).set({ passwordHash: NO_PASSWORD }).where(eq(account.id, row.id));
    await notePasswordEnded(row.id);
    await voidTokens(row.id, ["reset", "verify"]);
    const tokenId = await issueToken(row.id, "reset");
    const notice = { template: "email_change_undone", address: change.oldEmail, tokenId } as const;
    await queueMail({ accountId: row.id, locale: row.locale, ...notice });
    await record("email_change_undone", { accountId: row.id });
    return { email: change.oldEmail };
  },
  { whileRestricted: true, whileClosing: true },
);

async function useChange(token: string, purpose: TokenPurpose): Promise<Change> {
  const { emailChangeId } = await useToken(token, purpose);
  if (emailChangeId === null) throw new Error("a token of a change of address names no change");
  return one(await db().select().from(emailChange).where(eq(emailChange.id, emailChangeId)));
}

/** Gives an account an address whose mailbox has answered; a sign-up that never confirmed it makes way. */
async function moveAccount(accountId: Id<"account">, email: string): Promise<Account> {
  const holder = await holderOf(email);
  const another = holder !== undefined && holder.id !== accountId;
  if (another && (await eraserWithin(() => removeUnverified([holder.id]))) === 0)
    throw new AppError("conflict");
  try {
    return one(await db().update(account).set({ email }).where(eq(account.id, accountId)).returning());
  } catch (error) {
    if (isDuplicate(error)) throw new AppError("conflict", {}, { cause: error });
    throw error;
  }
}

/** An address that came in after the change being undone must not be able to take the account back in its turn. */
export async function voidLaterChanges(change: Change): Promise<void> {
  const later = await db()
    .select({ id: emailChange.id })
    .from(emailChange)
    .where(and(eq(emailChange.accountId, change.accountId), gt(emailChange.createdAt, change.createdAt)));
  for (const { id } of later) await voidChange(id);
}

/** Marks a change as undone; its links are worth nothing. */
export async function voidChange(id: Change["id"]): Promise<void> {
  await db().delete(accountToken).where(eq(accountToken.emailChangeId, id));
  await db().update(emailChange).set({ undoneAt: now() }).where(eq(emailChange.id, id));
}
