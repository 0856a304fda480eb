/**
 * Signing in. An address without an account costs the same work and gets the same answer as a wrong password, and so does
 * one that was not confirmed: anybody can sign up with somebody's address, and would learn by the password of that very
 * sign-up that the address had no account before. A suspended account is let in: its owner keeps every right, and is told
 * when something else is refused (base/command.ts).
 */
import type { account } from "../account/account.sql.ts";
import { accountAt } from "../account/address.ts";
import { sendAnotherLink } from "../account/sign-up.ts";
import { noteSpared } from "../account/spared.ts";
import { recordFailure } from "../audit/security-event.ts";
import { currentActor } from "../base/actor.ts";
import { procedure } from "../base/command.ts";
import { transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { admitAct, countPasswordAttempt, countWrongPassword } from "./attempts.ts";
import { enter } from "./enter.ts";
import { hashPassword, needsRehash, verifyPassword } from "./password.ts";
import { type SessionState, SignIn } from "./session.schema.ts";
import { endSession } from "./session.ts";
import { openingState } from "./session-state.ts";

type Row = typeof account.$inferSelect;

/**
 * Opens a session; one that this browser had before ends. Returns the token for the cookie, and its state. Throws `wrong_credentials`,
 * also for an address that is not confirmed (another link has been sent), or `rate_limited`.
 */
export const signIn = procedure(
  SignIn,
  async ({ email, password }): Promise<{ token: string; state: SessionState }> => {
    const found = accountAt(email);
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
    await admitAct("sign_in", known.id);
    const stronger = needsRehash(known.passwordHash) ? await hashPassword(password) : undefined;
    const [token, state] = await Promise.all([begin(known, stronger), openingState(known)]);
    // Told by mail that the account ends: the sign-in is what averts it.
    if (known.idleNotices > 0) await transaction(() => noteSpared(known.id));
    return { token, state };
  },
  { whileRestricted: true, whileClosing: true },
);

/** Lets somebody in; the session that this browser had before ends in the same transaction. Returns the new token. */
async function begin(row: Row, stronger: string | undefined): Promise<string> {
  const actor = currentActor();
  if (actor.type !== "account") return enter(row, stronger);
  return transaction(async () => {
    const token = await enter(row, stronger);
    await endSession(actor.sessionId);
    return token;
  });
}
