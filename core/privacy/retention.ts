/**
 * How long things are kept, one constant each, with its source. The purge and the published policy read the same
 * constant, so the text cannot promise another period than the software keeps.
 */
export type RetentionRule = keyof typeof RETENTION;

export const RETENTION = {
  /** Policy 06 i; CNIL guidelines on commercial prospecting: three years after the last contact. */
  account: { years: 3 },
  /** Policy 06 ii: one year from creation, never extended. */
  content: { years: 1 },
  /** Policy 06 iv; L34-1 CPCE; CNIL recommendation on logging: one year, daily partitions. */
  logs: { years: 1 },
  /** An account whose address was never confirmed. */
  unverified: { days: 7 },
  /** Absolute life of a session: a user in activity signs in again at least this often. */
  session: { days: 90 },
  /** Single-use links in mails. */
  mailToken: { days: 2 },
  /** Undoing a change of address. */
  emailUndo: { hours: 72 },
  /** Counters of attempts: the window in which they count. */
  throttle: { hours: 24 },
  /** Working rows of queues and mails: they end when their work is done, at the latest then. */
  work: { days: 7 },
  /** What its owner has deleted: as long as that can be taken back (policy 06 ii: "deleted earlier by the user"). */
  trash: { hours: 1 },
  /** An upload that was begun and never completed. */
  unfinishedUpload: { days: 1 },
  /** An export stands ready for seven days: long enough to fetch it, too short to be forgotten (E-50). */
  exports: { days: 7 },
  /** Proof of a consent: five years, like the claims it may have to answer (GDPR art. 17(3)(e); Code civil art. 2224). */
  consentProof: { years: 5 },
  /** Backups of the database (art. 32(1)(c)): long enough to notice a loss, and never longer than an erasure may take. */
  backups: { days: 30 },
  /**
   * The journal of what was erased, withdrawn and ended, under pseudonyms: five years, the time in which an erasure may
   * have to be proved (GDPR art. 5(2) and 17(3)(e); Code civil art. 2224).
   */
  journal: { years: 5 },
  /** The record of an erasure, under a pseudonym: as long as it may have to be proved, like the journal. */
  erasureProof: { years: 5 },
  /** What the purges did, to be able to show that they did it: as long as a claim may ask (GDPR art. 5(2); Code civil art. 2224). */
  evidence: { years: 5 },
  /** Remembered settings and recent prompts, with the consent to personalization: no longer than content. */
  remembered: { years: 1 },
  /** Sums of page views, below the 25 months that the CNIL allows for audience measurement. */
  pageCounts: { years: 2 },
  /** Policy 07: the days in which the deletion of an account can be cancelled. */
  closing: { days: 30 },
  /** Rows that live as long as the account they belong to. */
  withAccount: { withSubject: true },
} as const satisfies Record<string, Period>;

export type Period = { years: number } | { days: number } | { hours: number } | { withSubject: true };
