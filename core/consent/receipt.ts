/**
 * The receipt of one choice, in the fields of ISO/IEC TS 27560, made from the stored proof alone: asked for again, it
 * says the same. Its signature lets us recognise a receipt that we are shown; nobody else needs to trust it.
 */
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { me } from "../base/actor.ts";
import { query } from "../base/command.ts";
import { config } from "../base/config.ts";
import { db, one } from "../base/database.ts";
import { idSchema } from "../base/id.ts";
import { AUTHORITY, addressOf, LEGAL_ENTITY } from "../base/legal-entity.ts";
import { PROCESSORS } from "../base/processor.ts";
import { keyedHash } from "../base/secret.ts";
import { PURPOSES } from "../privacy/words.ts";
import type { ConsentReceipt } from "./consent.schema.ts";
import { consentEvent } from "./consent.sql.ts";
import type { ConsentEvent } from "./gate.ts";
import { noticeOf, noticeText } from "./notices.ts";

type Unsigned = Omit<ConsentReceipt, "signature">;

/** The receipt of one choice of the signed-in account. Throws `not_found`, also for somebody else's. */
export const readReceipt = query(
  v.strictObject({ id: idSchema<"consent_event">() }),
  async ({ id }): Promise<ConsentReceipt> => {
    const mine = and(eq(consentEvent.id, id), eq(consentEvent.accountId, me()));
    const receipt = receiptOf(one(await db().select().from(consentEvent).where(mine)));
    return { ...receipt, signature: { algorithm: "HMAC-SHA-256", value: signatureOf(receipt) } };
  },
);

/** Whether a receipt is one of ours, and says what it said when we gave it. */
export function isGenuine({ signature, ...receipt }: ConsentReceipt): boolean {
  return signature.value === signatureOf(receipt);
}

/** Over the receipt as JSON, in the order of its schema. */
const signatureOf = (receipt: Unsigned): string => keyedHash("consent-receipt", JSON.stringify(receipt));

function receiptOf(row: ConsentEvent): Unsigned {
  const { locale, purpose } = row;
  const notice = noticeOf(purpose, row.noticeVersion);
  if (!notice) throw new Error("a proof of consent names a notice that is not kept");
  const { data, kept } = notice.words[locale];
  return {
    schema_version: "ISO/IEC TS 27560:2023",
    record_id: row.id,
    subject_pseudonym: keyedHash("consent-subject", row.accountId),
    controller: {
      name: `${LEGAL_ENTITY.name} ${LEGAL_ENTITY.form}`,
      registration: `SIREN ${LEGAL_ENTITY.siren}`,
      address: addressOf(locale),
      contact: LEGAL_ENTITY.contact,
      supervisory_authority: AUTHORITY.name[locale],
    },
    purpose_id: purpose,
    purpose: PURPOSES[purpose][locale],
    legal_basis: "6.1.a",
    data_categories: [...data],
    recipients: row.recipients.map((id) => ({
      name: PROCESSORS[id].name,
      country: PROCESSORS[id].country,
      safeguard: null,
      scc_hash: null,
      tia_id: null,
    })),
    retention: kept,
    notice_version: row.noticeVersion,
    notice_hash: row.noticeHash,
    notice_text: noticeText(notice, locale),
    ui_screenshot_hash: null,
    language: locale,
    method: row.method,
    event: row.event,
    at: row.createdAt.toISOString(),
    session_hash: row.sessionHash,
    sample_sha256: null,
    withdrawal: new URL("/settings/privacy", config.PUBLIC_URL).href,
  };
}
