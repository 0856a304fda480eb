/** Daily: what interrupted work left behind, and what has ended by itself. */
import { sweepEmailChanges } from "../../core/account/leftovers.ts";
import { sweepUnverified } from "../../core/account/unverified.ts";
import { sweepStaleMails } from "../../core/mail/mail.ts";
import { sweepOrphanObjects, sweepUnfinishedUploads } from "../../core/media/leftovers.ts";
import { sweepSessions } from "../../core/session/session.ts";
import { sweepThrottles } from "../../core/session/throttle.ts";

/** Rows that one statement removes: it must not hold its locks for long. */
const BATCH = 1000;
const SWEEPS = [sweepEmailChanges, sweepSessions, sweepThrottles, sweepStaleMails, sweepUnverified] as const;

/** One run. */
export async function run(): Promise<void> {
  for (const sweep of SWEEPS) while ((await sweep(BATCH)) === BATCH);
  await sweepUnfinishedUploads();
  await sweepOrphanObjects();
}
