/**
 * Daily: the whole journal is held against the database by what the bucket lists, and its newest links are read. One that
 * is missing or changed fails the run, which the staff page shows.
 */
import { readPosition } from "../../core/privacy/journal/chain.ts";
import { verifyJournal } from "../../core/privacy/journal/verify.ts";
import { runClock } from "./run.ts";

/** How many of the newest links are read. */
const READ = 1_000;

/** One run. */
export async function run(): Promise<void> {
  await verifyJournal({ since: 0, read: false });
  const { sequence } = await readPosition();
  await verifyJournal({ since: Math.max(0, sequence - READ), read: true });
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("verify-journal", run);
