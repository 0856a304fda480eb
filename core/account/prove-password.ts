/** Asking for the password again, before something that a borrowed session must not do. */
import { eq } from "drizzle-orm";
import { me } from "../base/actor.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { countPasswordAttempt, countWrongPassword, forgivePasswordAttempts } from "../session/attempts.ts";
import { verifyPassword } from "../session/password.ts";
import { account } from "./account.sql.ts";

/**
 * The signed-in account, whose password this is. Throws `invalid_input` for the field `path` when it is another one, or
 * `rate_limited`: the attempts count together with those of signing in.
 */
export async function provePassword(password: string, path: string): Promise<typeof account.$inferSelect> {
  const row = one(await db().select().from(account).where(eq(account.id, me())));
  const retryAfterSeconds = await countPasswordAttempt(row.email, async () => row.id);
  if (retryAfterSeconds > 0) throw new AppError("rate_limited", { retryAfterSeconds });
  if (!(await verifyPassword(password, row.passwordHash))) {
    await countWrongPassword();
    throw new AppError("invalid_input", { fields: [{ path, rule: "wrong_password" }] });
  }
  await forgivePasswordAttempts(row.email, row.id);
  return row;
}
