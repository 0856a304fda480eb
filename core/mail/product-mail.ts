/**
 * Product mail: news and offers, as opposed to what an account needs. It leaves with the consent to marketing alone. That
 * is asked when a letter is queued, to write none in vain, and again when it leaves, which is what counts: a mail that
 * waits while its reader says no stays here. Each carries the link to leave, for the reader and for his mail program.
 */
import { eq } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import { db, one } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { isAllowed } from "../consent/gate.ts";
import { unsubscribeUrl } from "../consent/unsubscribe.ts";
import type { MailTemplate, mail } from "./mail.sql.ts";
import { queueMail } from "./mail.ts";

export const PRODUCT_LETTERS = ["whats_new"] as const satisfies readonly MailTemplate[];
export type ProductLetter = (typeof PRODUCT_LETTERS)[number];

type Row = Pick<typeof mail.$inferSelect, "accountId" | "template" | "locale">;

const isProductMail = ({ template }: Pick<Row, "template">): boolean =>
  (PRODUCT_LETTERS as readonly MailTemplate[]).includes(template);

/** Queues a letter of news for one account. False, and nothing is queued, without its consent. Expects a transaction. */
export async function queueProductMail(accountId: Id<"account">, template: ProductLetter): Promise<boolean> {
  if (!(await isAllowed(accountId, "marketing"))) return false;
  const reader = db().select({ address: account.email, locale: account.locale }).from(account);
  const { address, locale } = one(await reader.where(eq(account.id, accountId)));
  await queueMail({ accountId, template, address, locale });
  return true;
}

/** Whether a mail may leave now: always, unless it is product mail without a consent in force. */
export const mayLeave = async (row: Row): Promise<boolean> =>
  !isProductMail(row) || isAllowed(row.accountId, "marketing");

/** The link by which the reader leaves; undefined for a mail that an account needs. */
export const leaveUrl = (row: Row): string | undefined =>
  isProductMail(row)
    ? unsubscribeUrl({ accountId: row.accountId, purpose: "marketing" }, row.locale)
    : undefined;
