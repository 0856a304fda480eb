/**
 * Mails that leave: a row and a queue message, both in the transaction that wants the mail. The row names the single-use
 * link by the id of its token, so that no token is written anywhere (account/token.ts makes it again when it leaves).
 * Mails hold no name: a stranger could sign up with somebody's address and put his own words where the name goes.
 */
import { inArray } from "drizzle-orm";
import { db, one } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { enqueue } from "../outbox/outbox.ts";
import { type MailTemplate, mail } from "./mail.sql.ts";

/** A mail that is wanted. `tokenId` is the single-use link inside, where the template has one. */
export type Wanted = {
  accountId: Id<"account">;
  template: MailTemplate;
  address: string;
  locale: Locale;
  tokenId?: Id<"account_token">;
  /** The instant that the letter names, where it names one. */
  instant?: Date;
  /** The version of the policy that the letter announces. */
  policyVersion?: number;
  /** The unspent credits that the letter names. */
  credits?: number;
};

/** Queues a mail. Belongs into the transaction that gives the reason for it. */
export async function queueMail(wanted: Wanted): Promise<void> {
  const row = one(await db().insert(mail).values(wanted).returning({ id: mail.id }));
  await enqueue("mail", { mailId: row.id });
}

/** Takes back the mails of accounts that wait to be sent. */
export async function dropMails(accountIds: readonly Id<"account">[]): Promise<void> {
  await db()
    .delete(mail)
    .where(inArray(mail.accountId, [...accountIds]));
}
