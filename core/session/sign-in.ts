/**
 * Signing in. An address without an account costs the same work and gets the same answer as a wrong password, and so does
 * one that was not confirmed: anybody can sign up with somebody's address, and would learn by the password of that very
 * sign-up that the address had no account before. That an account is suspended is told to nobody but who knows the
 * password.
 */
import { eq } from "drizzle-orm";
import type { AccountView } from "../account/account.schema.ts";
import { account } from "../account/account.sql.ts";
import { viewAccount } from "../account/account.ts";
import { noteSignIn } from "../account/note-sign-in.ts";
import { sendAnotherLink } from "../account/sign-up.ts";
import { record, recordFailure } from "../audit/security-event.ts";
import { currentActor } from "../base/actor.ts";
import { procedure } from "../base/command.ts";
import { db, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { countPasswordAttempt, countWrongPassword, forgivePasswordAttempts } from "./attempts.ts";
import { hashPassword, needsRehash, verifyPassword } from "./password.ts";
import { SignIn } from "./session.schema.ts";
import { endSession, startSession } from "./session.ts";

type Row = typeof account.$inferSelect;

/**
 * Opens a session; one that this browser had before ends. Returns the token for the cookie. Throws `wrong_credentials`,
 * also for an address that is not confirmed (another link has been sent), `rate_limited` or `account_suspended`.
 */
export const signIn = procedure(
  SignIn,
  async ({ email, password }): Promise<{ token: string; account: AccountView }> => {
    const [row] = await db().select().from(account).where(eq(account.email, email));
    await refuseTooMany(email, row);
    const known = row?.state === "erasing" ? undefined : row;
    const fits = await verifyPassword(password, known?.passwordHash);
    if (!fits || !known || known.state === "unverified") {
      await countWrongPassword();
      await recordFailure("sign_in_failed", { accountId: row?.id });
      if (fits && known) await sendAnotherLink(known.id, known);
      throw new AppError("wrong_credentials");
    }
    await forgivePasswordAttempts(known.email, known.id);
    if (known.suspendedAt !== null) throw new AppError("account_suspended");
    const stronger = needsRehash(known.passwordHash) ? await hashPassword(password) : undefined;
    const token = await transaction(() => enter(known, stronger));
    return { token, account: await viewAccount(known.id) };
  },
  { whileRestricted: true, whileClosing: true },
);

async function refuseTooMany(email: string, row: Row | undefined): Promise<void> {
  const retryAfterSeconds = await countPasswordAttempt({ email, accountId: row?.id });
  if (retryAfterSeconds === 0) return;
  await recordFailure("sign_in_throttled", { accountId: row?.id });
  throw new AppError("rate_limited", { retryAfterSeconds });
}

async function enter(row: Row, stronger: string | undefined): Promise<string> {
  const actor = currentActor();
  if (actor.type === "account") await endSession(actor.sessionId);
  await noteSignIn(row, stronger);
  const { token, sessionId } = await startSession(row.id);
  await record("signed_in", { accountId: row.id, sessionId });
  return token;
}
