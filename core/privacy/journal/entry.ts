/**
 * What an entry of the journal may say. Pseudonyms, instants and internal words: an id of an account, an address or a
 * free text does not pass. Words are held against the code when an entry is written, and not when it is read: an entry of
 * years ago may name a rule or a table that is no more.
 */
import { getTableName } from "drizzle-orm";
import * as v from "valibot";
import { allTables } from "../inventory.ts";
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
const Word = v.pipe(v.string(), v.regex(/^[a-zA-Z_]{1,63}$/, "is no internal word"));
/** How many sessions or rows one entry names; more than that are several entries. */
export const NAMED_AN_ENTRY = 100;
const Named = v.pipe(v.array(Pseudonym), v.minLength(1), v.maxLength(NAMED_AN_ENTRY));

export const JournalEntry = v.variant("kind", [
  /** An account is being erased. Written before the first destructive step. */
  v.strictObject({ kind: v.literal("erasure"), subject: Pseudonym }),
  /** What a retention rule had ended before `limit` was removed. */
  v.strictObject({ kind: v.literal("purge"), rule: Word, limit: Instant }),
  /** Rows of a table whose period somebody had ended, by deleting them, are gone for good. */
  v.strictObject({ kind: v.literal("deletion"), table: Word, rule: Word, rows: Named }),
  /** A consent was taken back, and how. */
  v.strictObject({
    kind: v.literal("withdrawal"),
    subject: Pseudonym,
    purpose: Word,
    method: v.picklist(["toggle", "unsubscribe", "banner"]),
  }),
  /** An account is to be closed, and when it is erased unless that is cancelled. */
  v.strictObject({ kind: v.literal("closing_asked"), subject: Pseudonym, closesAt: Instant }),
  /** Who was to be erased is not: the closing was cancelled, or somebody came back in time. */
  v.strictObject({ kind: v.literal("spared"), subject: Pseudonym }),
  /** Processing of somebody's data is restricted, and what the yearly purge does meanwhile; or it no longer is, and what became of results that came meanwhile. */
  v.strictObject({
    kind: v.literal("restricted"),
    subject: Pseudonym,
    purge: v.picklist(["keep", "as_usual"]),
  }),
  v.strictObject({
    kind: v.literal("restriction_lifted"),
    subject: Pseudonym,
    sealed: v.picklist(["keep", "discard"]),
  }),
  /** An account has another address, a pseudonym like the account: a change was confirmed, or undone. */
  v.strictObject({
    kind: v.literal("address_changed"),
    subject: Pseudonym,
    address: Pseudonym,
    by: v.picklist(["confirmation", "undo"]),
  }),
  /** A password is good no more. */
  v.strictObject({ kind: v.literal("password_ended"), subject: Pseudonym }),
  /** Directives for after death are in force no more: revoked, or others took their place. */
  v.strictObject({ kind: v.literal("directive_ended"), subject: Pseudonym }),
  /** Sessions have ended before their time. */
  v.strictObject({ kind: v.literal("sessions_ended"), sessions: Named }),
]);
export type JournalEntry = v.InferOutput<typeof JournalEntry>;

const CONSENTS = ["marketing", "analytics", "personalization"] as const satisfies readonly Purpose[];
export type Consent = (typeof CONSENTS)[number];

export const isRule = (word: string): word is RetentionRule => Object.hasOwn(RETENTION, word);
export const isConsent = (word: string): word is Consent => (CONSENTS as readonly string[]).includes(word);
/** The table of that name in the database; undefined when there is none (any more). */
export const tableNamed = (name: string) =>
  allTables().find(({ table }) => getTableName(table) === name)?.table;

/** An entry that may be written. Throws for one of another form, or with a word that the code does not know. */
export function parseEntry(entry: JournalEntry): JournalEntry {
  const parsed = v.parse(JournalEntry, entry);
  const known =
    (!("rule" in parsed) || isRule(parsed.rule)) &&
    (!("purpose" in parsed) || isConsent(parsed.purpose)) &&
    (!("table" in parsed) || tableNamed(parsed.table) !== undefined);
  if (!known) throw new Error("an entry of the journal names what the code does not know");
  return parsed;
}
