/** Leaving product mail by its link. Apart from the link itself: who only writes mails writes nothing into the journal. */
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { account } from "../account/account.sql.ts";
import { command } from "../base/command.ts";
import { db } from "../base/database.ts";
import { withdraw } from "./change.ts";
import { readUnsubscribeToken } from "./unsubscribe.ts";

/**
 * Takes back the consent that a token names. Repeating it, or following a link of an account that is gone, is fine and
 * does nothing. Throws `token_invalid`.
 */
export const withdrawByLink = command(v.strictObject({ token: v.string() }), async ({ token }) => {
  const { accountId, purpose } = readUnsubscribeToken(token);
  const [there] = await db().select({ id: account.id }).from(account).where(eq(account.id, accountId));
  if (there) await withdraw(accountId, purpose, "unsubscribe");
});
