/** Why an account is erased: its 30 days are over, they were waived, nobody signed in, or a restored backup is told of it. */
export const REASONS = ["closing", "erase_now", "idle", "journal_replay"] as const;
export type Reason = (typeof REASONS)[number];
