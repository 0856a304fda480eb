/** The account's own fence: from here on nobody is signed in to it, no link opens it, and no mail leaves for it. */
import { eq } from "drizzle-orm";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { dropMails } from "../mail/mail.ts";
import { endSessions } from "../session/session.ts";
import { account } from "./account.sql.ts";
import { TOKEN_PURPOSES, voidTokens } from "./token.ts";

/** Puts an account into the state in which it is erased. Expects the transaction that begins the erasure. */
export async function fenceAccount(accountId: Id<"account">): Promise<undefined> {
  await db().update(account).set({ state: "erasing" }).where(eq(account.id, accountId));
  await endSessions(accountId);
  await voidTokens(accountId, TOKEN_PURPOSES);
  await dropMails([accountId]);
}
