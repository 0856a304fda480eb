import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { Locale } from "../base/locale.ts";
import type { ProcessorId } from "../base/processor.ts";
import { dataMap } from "../privacy/map.ts";
import type { CONSENT_EVENTS, CONSENT_METHODS, ConsentPurpose } from "./consent.schema.ts";

/**
 * Every consent that was given or withdrawn, and how: the proof of GDPR art. 7(1). Append-only (database triggers refuse
 * update, delete and truncate to all but the eraser). No foreign key: the proof outlives the account, whose id then leads to nobody.
 */
export const consentEvent = dataMap(
  pgTable(
    "consent_event",
    {
      id: id<"consent_event">(),
      accountId: ref<"account">().notNull(),
      purpose: text().$type<ConsentPurpose>().notNull(),
      /** 1, 2, 3 ... for this account and purpose: the order, and the proof that none is missing. */
      number: integer().notNull(),
      event: text().$type<(typeof CONSENT_EVENTS)[number]>().notNull(),
      method: text().$type<(typeof CONSENT_METHODS)[number]>().notNull(),
      noticeVersion: text().notNull(),
      /** SHA-256 of the notice in the language it was shown in, in hexadecimal. */
      noticeHash: text().notNull(),
      locale: text().$type<Locale>().notNull(),
      /** Who could receive something for this purpose on that day. */
      recipients: text().array().$type<ProcessorId[]>().notNull().default(sql`'{}'`),
      /** Keyed hash of the session; null for the link of a mail. */
      sessionHash: text(),
      createdAt: createdAt(),
      /** When the account was erased: the five years of the proof count from there. */
      relationEndedAt: at(),
    },
    (t) => [
      unique("consent_event_number").on(t.accountId, t.purpose, t.number),
      index("consent_event_account").on(t.accountId, t.createdAt, t.id),
      index("consent_event_ended").on(t.relationEndedAt),
    ],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      purpose: "preference",
      number: "technical",
      event: "preference",
      method: "technical",
      noticeVersion: "technical",
      noticeHash: "technical",
      locale: "preference",
      recipients: "technical",
      sessionHash: "connection",
      createdAt: "technical",
      relationEndedAt: "technical",
    },
    ownWords: ["noticeVersion", "noticeHash"],
    retention: { rule: "consentProof", from: "relationEndedAt" },
    onErase: {
      keep: "consentProof",
      because: "proof of what was consented to (art. 7(1) and 17(3)(e)); afterwards the id leads to nobody",
      pseudonymise: ["accountId"],
      startsClock: "relationEndedAt",
    },
    exported: "all",
    sharedWith: [],
  },
);
