/**
 * Hourly: idle accounts. By the hour and not by the day, so that an account whose last mail left in the morning of its week
 * is not a day late.
 */
import { eraseIdleAccounts, tellIdleAccounts } from "../../core/account/idle.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await tellIdleAccounts();
  await eraseIdleAccounts();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("idle-accounts", run);
