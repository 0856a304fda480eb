/**
 * Sends one queued mail. SMTP knows no idempotency: a message that the queue delivers twice finds the row gone, or in
 * the hands of another worker. A worker that dies between the server's yes and the deletion of the row sends twice,
 * under the same Message-ID, by which mailboxes tell doubles.
 */
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { accountToken } from "../account/account.sql.ts";
import { tokenOf } from "../account/token.ts";
import { fromNow, MINUTE, now } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { asHtml, asText } from "./layout.ts";
import { writeLetter } from "./letter.ts";
import { mail } from "./mail.sql.ts";
import { leaveUrl, mayLeave } from "./product-mail.ts";
import { deliver } from "./smtp.ts";

type Row = typeof mail.$inferSelect;
type Token = typeof accountToken.$inferSelect;

/** Longer than a mail server is waited for (smtp.ts). */
const LEASE = 5 * MINUTE;

/** Sends the mail and deletes its row. Does nothing when it is gone. Throws when it must be tried again. */
export async function sendMail(mailId: Id<"mail">): Promise<void> {
  const row = await claim(mailId);
  if (!row) return;
  try {
    const token = await tokenIn(row);
    if (token !== "void" && (await mayLeave(row))) {
      const state = await deliver(await envelopeOf(row, token));
      log.info("mail.left", { mailId, attempt: row.attempts, state });
    }
  } catch (error) {
    await db().update(mail).set({ claimedAt: null }).where(eq(mail.id, mailId));
    throw error;
  }
  await db().delete(mail).where(eq(mail.id, mailId));
}

/** Undefined when the mail is gone. Throws while another worker has it: should that die, this message is needed. */
async function claim(mailId: Id<"mail">): Promise<Row | undefined> {
  const free = or(isNull(mail.claimedAt), lt(mail.claimedAt, fromNow(-LEASE)));
  const [row] = await db()
    .update(mail)
    .set({ claimedAt: now(), attempts: sql`${mail.attempts} + 1` })
    .where(and(eq(mail.id, mailId), free))
    .returning();
  if (row) return row;
  const [held] = await db().select({ id: mail.id }).from(mail).where(eq(mail.id, mailId));
  if (held) throw new Error("another worker has this mail");
  return undefined;
}

/** The link inside; "void" when it has been used, voided or has expired meanwhile: nobody needs the mail any more. */
async function tokenIn(row: Row): Promise<Token | undefined | "void"> {
  if (row.tokenId === null) return undefined;
  const [token] = await db().select().from(accountToken).where(eq(accountToken.id, row.tokenId));
  return token !== undefined && token.expiresAt > now() ? token : "void";
}

async function envelopeOf(row: Row, token: Token | undefined) {
  const link = token && tokenOf(token.id);
  const instant = row.instant ?? token?.signedUpAt ?? token?.createdAt;
  const letter = writeLetter(row.template, row.locale, link, {
    ...(instant ? { instant } : {}),
    ...(row.policyVersion === null ? {} : { policyVersion: row.policyVersion }),
    ...(row.credits === null ? {} : { credits: row.credits }),
  });
  const leave = leaveUrl(row);
  return {
    messageId: `<${row.id}@${new URL(config.PUBLIC_URL).hostname}>`,
    to: row.address,
    subject: letter.subject,
    text: asText(letter, row.locale, leave),
    html: await asHtml(letter, row.locale, leave),
    ...(leave ? { leave } : {}),
  };
}
