/**
 * Sends one queued mail. SMTP knows no idempotency: a message delivered twice by the queue finds the row gone, or loses
 * the claim of that attempt; a worker that dies between the server's yes and the deletion of the row sends twice, under
 * the same Message-ID, by which mailboxes tell doubles.
 */
import { and, eq } from "drizzle-orm";
import { accountToken } from "../account/account.sql.ts";
import { tokenOf } from "../account/token.ts";
import { now } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { asHtml, asText } from "./layout.ts";
import { writeLetter } from "./letter.ts";
import { mail } from "./mail.sql.ts";
import { deliver } from "./smtp.ts";

type Row = typeof mail.$inferSelect;

/** Sends the mail and deletes its row. Does nothing when it is gone. Throws when it must be tried again. */
export async function sendMail(mailId: Id<"mail">): Promise<void> {
  const row = await claim(mailId);
  if (!row) return;
  if (await isCurrent(row)) {
    const outcome = await deliver(await envelopeOf(row));
    log.info("mail.left", { mailId, attempt: row.attempts, state: outcome });
  }
  await db().delete(mail).where(eq(mail.id, mailId));
}

/** Counts an attempt. Of two deliveries of one message at the same time one loses. */
async function claim(mailId: Id<"mail">): Promise<Row | undefined> {
  const [seen] = await db().select({ attempts: mail.attempts }).from(mail).where(eq(mail.id, mailId));
  if (!seen) return undefined;
  const [row] = await db()
    .update(mail)
    .set({ attempts: seen.attempts + 1 })
    .where(and(eq(mail.id, mailId), eq(mail.attempts, seen.attempts)))
    .returning();
  return row;
}

/** False when the link inside has been used, voided or has expired meanwhile: nobody needs the mail any more. */
async function isCurrent(row: Row): Promise<boolean> {
  if (row.tokenId === null) return true;
  const [token] = await db().select().from(accountToken).where(eq(accountToken.id, row.tokenId));
  return token !== undefined && token.usedAt === null && token.expiresAt > now();
}

async function envelopeOf(row: Row) {
  const letter = writeLetter(row.template, row.locale, row.tokenId ? tokenOf(row.tokenId) : undefined);
  return {
    messageId: `<${row.id}@${new URL(config.PUBLIC_URL).hostname}>`,
    to: row.address,
    subject: letter.subject,
    text: asText(letter, row.locale),
    html: await asHtml(letter, row.locale),
  };
}
