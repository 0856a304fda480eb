/**
 * Changing the password: who knows the present one, and who forgot it and has the mailbox. Either ends the other
 * sessions and every pending link that could undo it, in the transaction that changes the password (E-40).
 */
import { and, eq } from "drizzle-orm";
import { record } from "../audit/security-event.ts";
import { me, mySession } from "../base/actor.ts";
import { procedure } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { type Id, newId } from "../base/id.ts";
import { queueMail } from "../mail/mail.ts";
import { enqueue } from "../outbox/outbox.ts";
import { admitAct, admitMail, forgivePasswordAttempts, forgiveSignIns } from "../session/attempts.ts";
import { hashPassword, NO_PASSWORD } from "../session/password.ts";
import { refuseWeakPassword } from "../session/password-rules.ts";
import { endSessions, rotateSession } from "../session/session.ts";
import { EmailOnly, PasswordChange, PasswordReset } from "./account.schema.ts";
import { account } from "./account.sql.ts";
import { accountAt } from "./address.ts";
import { dropPendingChanges } from "./change-email.ts";
import { notePasswordEnded } from "./password-ended.ts";
import { refuseClosing } from "./processing.ts";
import { provePassword } from "./prove-password.ts";
import { activate } from "./sign-up.ts";
import { issueToken, readToken, useToken, voidTokens } from "./token.ts";

type Row = typeof account.$inferSelect;

/**
 * Changes the password of the signed-in account. Returns the new token of the present session; all others have ended.
 * Throws `invalid_input` (the present password is wrong, the new one weak), `rate_limited`, or, for what
 * came in meanwhile, `account_closing` or `conflict`.
 */
export const changePassword = procedure(
  PasswordChange,
  async ({ currentPassword, newPassword }): Promise<{ token: string }> => {
    const row = await provePassword(currentPassword, "currentPassword");
    await admitAct("password", row.id);
    await refuseWeakPassword(newPassword, row, "newPassword");
    const passwordHash = await hashPassword(newPassword);
    return transaction(async () => {
      await refuseClosing(row.id);
      await setPassword(row, passwordHash);
      await endSessions(me(), mySession());
      await record("password_changed", { accountId: me(), sessionId: mySession() });
      return { token: await rotateSession(mySession()) };
    });
  },
  { whileRestricted: true },
);

/** Stores a new password and voids what could still overturn it. Throws `conflict` when it has changed meanwhile. */
async function setPassword(row: Row, passwordHash: string): Promise<void> {
  const unchanged = and(eq(account.id, row.id), eq(account.passwordHash, row.passwordHash));
  const changed = await db().update(account).set({ passwordHash }).where(unchanged).returning();
  if (changed.length === 0) throw new AppError("conflict");
  await voidOvertures(row.id);
  await notePasswordEnded(row.id);
  const { id: accountId, email: address, locale } = row;
  await queueMail({ accountId, template: "password_changed", address, locale });
}

async function voidOvertures(accountId: Id<"account">): Promise<void> {
  await voidTokens(accountId, ["reset"]);
  await dropPendingChanges(accountId);
}

/**
 * Takes away, on a restored database, a password that had ended: whoever changes one may do so because somebody else knows
 * it. The one that followed is in no journal, so the account waits for one that is chosen by the link in a mail.
 */
export const endPasswordAgain = (accountId: Id<"account">): Promise<void> =>
  transaction(async () => {
    await db().update(account).set({ passwordHash: NO_PASSWORD }).where(eq(account.id, accountId));
    await voidOvertures(accountId);
  });

/**
 * Sends a link to choose a new password, if there is such an account. The answer and the work that can be timed are the
 * same if there is none: a message leaves that finds nothing to do. Throws `rate_limited`.
 */
export const requestReset = procedure(
  EmailOnly,
  async ({ email }): Promise<void> => {
    await admitMail("reset", email);
    const row = await accountAt(email);
    await transaction(() =>
      row && row.state !== "erasing" ? sendReset(row) : enqueue("mail", { mailId: newId<"mail">() }),
    );
  },
  { whileRestricted: true, whileClosing: true },
);

async function sendReset({ id: accountId, email: address, locale }: Row): Promise<void> {
  const tokenId = await issueToken(accountId, "reset");
  await queueMail({ accountId, template: "reset_password", address, locale, tokenId });
  await record("password_reset_requested", { accountId });
}

/**
 * Chooses a new password by the link from the mail; every session ends. The link proves the address as well. Throws
 * `token_invalid`, `token_expired` or `invalid_input` (weak password): the link then stays good.
 */
export const resetPassword = procedure(
  PasswordReset,
  async ({ token, newPassword }): Promise<void> => {
    const { accountId } = await readToken(token, "reset");
    const row = one(await db().select().from(account).where(eq(account.id, accountId)));
    await refuseWeakPassword(newPassword, row, "newPassword");
    const passwordHash = await hashPassword(newPassword);
    await transaction(async () => {
      await useToken(token, "reset");
      await setPassword(row, passwordHash);
      await endSessions(accountId);
      await activate(accountId);
      await forgivePasswordAttempts(row.email, accountId);
      await forgiveSignIns(accountId);
      await record("password_reset", { accountId });
    });
  },
  { whileRestricted: true, whileClosing: true },
);
