/** Daily: sign-ups that nobody confirmed. */
import { sweepUnverified } from "../../core/account/unverified.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await sweepUnverified();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("sweep-leftovers", run);
