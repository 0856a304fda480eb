/** Hourly: accounts whose 30 days are over are erased. */
import { eraseDueClosings } from "../../core/account/closing.ts";
import { runClock } from "./run.ts";

/** How many are looked for at a time. */
const BATCH = 500;

/** One run. One that fails stays due, and stops the others only where a whole batch fails. */
export async function run(): Promise<void> {
  while ((await eraseDueClosings(BATCH)).length > 0);
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("erase-due", run);
