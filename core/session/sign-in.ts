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
import { newId } from "../base/id.ts";
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
    const found = findByEmail(email);
    const [row, retryAfterSeconds] = await Promise.all([
      found,
      countPasswordAttempt(email, async () => (await found)?.id),
    ]);
    // Of an account that is being erased nothing is written any more.
    const known = row?.state === "erasing" ? undefined : row;
    if (retryAfterSeconds > 0) {
      await recordFailure("sign_in_throttled", { accountId: known?.id });
      throw new AppError("rate_limited", { retryAfterSeconds });
    }
    const fits = await verifyPassword(password, known?.passwordHash);
    if (!fits || !known || known.state === "unverified") {
      await countWrongPassword();
      await recordFailure("sign_in_failed", { accountId: known?.id });
      if (fits && known) await sendAnotherLink(known);
      throw new AppError("wrong_credentials");
    }
    if (known.suspendedAt !== null) {
      await forgivePasswordAttempts(known.email, known.id);
      throw new AppError("account_suspended");
    }
    const stronger = needsRehash(known.passwordHash) ? await hashPassword(password) : undefined;
    return transaction(() => enter(known, stronger));
  },
  { whileRestricted: true, whileClosing: true },
);

async function findByEmail(email: string): Promise<Row | undefined> {
  const [row] = await db().select().from(account).where(eq(account.email, email));
  return row;
}

/** Everything is sent at once, in this order: one wait for the database instead of six. */
async function enter(
  row: Row,
  stronger: string | undefined,
): Promise<{ token: string; account: AccountView }> {
  const actor = currentActor();
  const sessionId = newId<"session">();
  const [, { token }, view] = await Promise.all([
    noteSignIn(row, stronger),
    startSession(row.id, sessionId),
    viewAccount(row.id),
    record("signed_in", { accountId: row.id, sessionId }),
    forgivePasswordAttempts(row.email, row.id),
    actor.type === "account" ? endSession(actor.sessionId) : undefined,
  ]);
  return { token, account: view };
}
