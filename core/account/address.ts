/** Whose an address is. */
import { and, eq, gt } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { account, accountToken, emailChange } from "./account.sql.ts";

type Holder = { id: Id<"account">; locale: Locale; state: (typeof account.$inferSelect)["state"] };

/**
 * The account that an address belongs to. An address that an account has left stays its own as long as the change can
 * be undone; otherwise somebody could take it meanwhile.
 */
export async function holderOf(email: string): Promise<Holder | undefined> {
  const columns = { id: account.id, locale: account.locale, state: account.state };
  const [present] = await db().select(columns).from(account).where(eq(account.email, email));
  if (present) return present;
  const undoable = and(
    eq(accountToken.emailChangeId, emailChange.id),
    eq(accountToken.purpose, "email_undo"),
    gt(accountToken.expiresAt, now()),
  );
  const [former] = await db()
    .select(columns)
    .from(emailChange)
    .innerJoin(accountToken, undoable)
    .innerJoin(account, eq(account.id, emailChange.accountId))
    .where(eq(emailChange.oldEmail, email))
    .limit(1);
  return former;
}
