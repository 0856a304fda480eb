/** What goes in and out of consents. Used by the API, its documentation and the pages. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";
import { Locale } from "../base/locale.ts";

/** Policy 07: granular consents, each off until it is given. */
export const CONSENT_PURPOSES = ["marketing", "analytics", "personalization"] as const;
export const ConsentPurpose = v.picklist(CONSENT_PURPOSES);
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export const CONSENT_EVENTS = ["given", "withdrawn"] as const;
/** How a choice was made: the switch of the panel, the link of a mail (RFC 8058), or the banner on a first visit. */
export const CONSENT_METHODS = ["toggle", "unsubscribe", "banner"] as const;

/** The day a notice was first shown; a second one of that day ends in ".2". */
const NoticeVersion = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}(\.\d{1,2})?$/, "malformed"));
const Method = v.optional(v.picklist(["toggle", "banner"]), "toggle");

/** A yes names the notice that was on the screen and the language that it was in; a no needs neither. */
export const ConsentChoice = v.variant("given", [
  v.strictObject({
    purpose: ConsentPurpose,
    given: v.literal(true),
    noticeVersion: NoticeVersion,
    noticeLocale: Locale,
    method: Method,
  }),
  v.strictObject({
    purpose: ConsentPurpose,
    given: v.literal(false),
    noticeVersion: v.optional(NoticeVersion),
    noticeLocale: v.optional(Locale),
    method: Method,
  }),
]);
export type ConsentChoice = v.InferOutput<typeof ConsentChoice>;

/** The words to show beside the switch, exactly these: `hash` is their SHA-256 (hex), and goes into the proof. */
export const NoticeView = v.object({
  version: v.string(),
  locale: Locale,
  title: v.string(),
  paragraphs: v.array(v.string()),
  hash: v.string(),
});
export type NoticeView = v.InferOutput<typeof NoticeView>;

export const ConsentView = v.object({
  purpose: ConsentPurpose,
  /** What the switch shows. */
  given: v.boolean(),
  /**
   * off: never given, or withdrawn. on: in force. paused: given, and nothing is done with it while processing is
   * restricted or the account is closing. outdated: given to a notice that has changed since, so it counts no more.
   */
  state: v.picklist(["off", "on", "paused", "outdated"]),
  /** When the present choice was made; null when none ever was. */
  since: v.nullable(v.string()),
  notice: NoticeView,
});
export type ConsentView = v.InferOutput<typeof ConsentView>;

export const ConsentEventView = v.object({
  id: idSchema<"consent_event">(),
  purpose: ConsentPurpose,
  event: v.picklist(CONSENT_EVENTS),
  method: v.picklist(CONSENT_METHODS),
  noticeVersion: v.string(),
  locale: Locale,
  createdAt: v.string(),
});
export type ConsentEventView = v.InferOutput<typeof ConsentEventView>;

/** The three switches, and a page of all that was ever chosen, newest first. */
export const ConsentPage = v.object({
  consents: v.array(ConsentView),
  history: v.object({ items: v.array(ConsentEventView), next: v.nullable(v.string()) }),
});
export type ConsentPage = v.InferOutput<typeof ConsentPage>;

/**
 * The receipt of one choice, in the fields of ISO/IEC TS 27560. `signature` is ours: with it we recognise a receipt that
 * is shown to us as one that we gave.
 */
export const ConsentReceipt = v.object({
  schema_version: v.literal("ISO/IEC TS 27560:2023"),
  record_id: v.string(),
  subject_pseudonym: v.string(),
  controller: v.object({
    name: v.string(),
    registration: v.string(),
    address: v.string(),
    contact: v.string(),
    supervisory_authority: v.string(),
  }),
  purpose_id: ConsentPurpose,
  purpose: v.string(),
  /** GDPR art. 6(1)(a). */
  legal_basis: v.literal("6.1.a"),
  data_categories: v.array(v.string()),
  recipients: v.array(
    v.object({
      name: v.string(),
      country: v.string(),
      /** For a place outside the Union: the standard clauses and the transfer assessment. None of these is one. */
      safeguard: v.null(),
      scc_hash: v.null(),
      tia_id: v.null(),
    }),
  ),
  retention: v.string(),
  notice_version: v.string(),
  /** SHA-256 of the words that were shown, in hexadecimal; the words themselves follow. */
  notice_hash: v.string(),
  notice_text: v.string(),
  /** No picture of the screen is taken: the words are kept whole. */
  ui_screenshot_hash: v.null(),
  language: Locale,
  method: v.picklist(CONSENT_METHODS),
  event: v.picklist(CONSENT_EVENTS),
  at: v.string(),
  /** Keyed hash of the session; null for a choice made by a link in a mail. */
  session_hash: v.nullable(v.string()),
  /** For consents to a voice sample; these have none. */
  sample_sha256: v.null(),
  /** How to take it back, which is as easy as giving it (GDPR art. 7(3)). */
  withdrawal: v.string(),
  signature: v.object({ algorithm: v.literal("HMAC-SHA-256"), value: v.string() }),
});
export type ConsentReceipt = v.InferOutput<typeof ConsentReceipt>;
