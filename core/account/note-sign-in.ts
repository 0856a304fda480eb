/** What a sign-in changes of the account itself. */
import { and, eq } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { account } from "./account.sql.ts";

/** Whoever signs in has been told of nothing: the mails about an idle account (idle.ts) begin anew. */
const ACTIVE_AGAIN = { idleNotices: 0, idleNoticedAt: null };

/**
 * Notes the time of a sign-in, from which the three years of an idle account are counted, and keeps a stronger hash of
 * the same password. Throws `wrong_credentials` when the password has been changed while it was being checked.
 */
export async function noteSignIn(
  row: Pick<typeof account.$inferSelect, "id" | "passwordHash">,
  stronger: string | undefined,
): Promise<void> {
  const [noted] = await db()
    .update(account)
    .set({
      ...ACTIVE_AGAIN,
      lastSignInAt: now(),
      ...(stronger === undefined ? {} : { passwordHash: stronger }),
    })
    .where(and(eq(account.id, row.id), eq(account.passwordHash, row.passwordHash)))
    .returning({ id: account.id });
  if (!noted) throw new AppError("wrong_credentials");
}
