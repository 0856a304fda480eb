/**
 * What an entry of the journal may say. Pseudonyms, instants and internal words: an id of an account, an address or a
 * free text does not pass the schema.
 */
import * as v from "valibot";
import type { Purpose } from "../map.ts";
import { RETENTION, type RetentionRule } from "../retention.ts";

/** A keyed pseudonym (core/privacy/pseudonym.ts): UUID version 8, while our ids are version 7. */
const Pseudonym = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "is no pseudonym"),
);
export const Instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "is no instant"),
);
const Rule = v.picklist(Object.keys(RETENTION) as [RetentionRule, ...RetentionRule[]]);
const CONSENTS = ["marketing", "analytics", "personalization"] as const satisfies readonly Purpose[];
/** How many sessions one entry names; more than that are several entries. */
export const SESSIONS_AN_ENTRY = 100;

export const JournalEntry = v.variant("kind", [
  /** An account is being erased. Written before the first destructive step. */
  v.strictObject({ kind: v.literal("erasure"), subject: Pseudonym }),
  /** What a retention rule had ended before `limit` was removed. */
  v.strictObject({ kind: v.literal("purge"), rule: Rule, limit: Instant }),
  /** A consent was taken back, and how. */
  v.strictObject({
    kind: v.literal("withdrawal"),
    subject: Pseudonym,
    purpose: v.picklist(CONSENTS),
    method: v.picklist(["toggle", "unsubscribe", "banner"]),
  }),
  /** Sessions have ended before their time. */
  v.strictObject({
    kind: v.literal("sessions_ended"),
    sessions: v.pipe(v.array(Pseudonym), v.minLength(1), v.maxLength(SESSIONS_AN_ENTRY)),
  }),
]);
export type JournalEntry = v.InferOutput<typeof JournalEntry>;
