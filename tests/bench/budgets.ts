/** The budgets of speed and size (design, section 11), one constant each. */

/** A signed-in read of 20 generations. */
export const READ_MAX_ROUND_TRIPS = 2;
export const READ_MIN_THROUGHPUT_RATIO = 0.6;
/** The first view of "GDPR & my data", the session's own included. */
export const PANEL_MAX_ROUND_TRIPS = 2;
/** Minified. */
export const API_BUNDLE_MAX_BYTES = 1_500_000;
/** Of it, what is loaded before the first request. Not in the design: it is what keeps the cold start. */
export const API_START_MAX_BYTES = 400_000;
/** Against a bare Hono bundle with postgres.js. */
export const COLD_START_MAX_RATIO = 1.6;
/** Against one Argon2id verification. */
export const SIGN_IN_MAX_RATIO = 1.15;
/** Script of the first load of any page, gzip. */
export const PAGE_MAX_GZIP_BYTES = 45_000;
/** Against a plain copy of the same objects; the memory is the same whatever the size. */
export const EXPORT_MIN_THROUGHPUT_RATIO = 0.8;
export const EXPORT_MAX_PEAK_BYTES = 256 * 1024 ** 2;
/** The pieces that were on their way, and a new process. */
export const EXPORT_MAX_SECONDS_LOST_BY_KILL = 2;
/** A million expired rows against the same batches deleted by hand. */
export const PURGE_MAX_RATIO = 1.25;
/** An account of 10,000 files against plain DeleteObjects and SQL deletes. */
export const ERASURE_MAX_RATIO = 1.5;
/** The hourly clocks with a million accounts and nothing due, against the same in an empty database. */
export const IDLE_CLOCKS_MAX_RATIO = 2;
