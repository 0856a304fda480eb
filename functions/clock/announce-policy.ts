/** Hourly: accounts that were not told yet of a version of the policy that has been published. */
import { announcePolicy } from "../../core/privacy/policy/announce.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await announcePolicy();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("announce-policy", run);
