/** Hourly: whatever is overdue is an error in the log, also when nobody opens the staff page. */
import { watchOperations } from "../../core/staff/operations.ts";
import { runClock } from "./run.ts";
import { SCHEDULES } from "./schedules.ts";

/** One run. */
export async function run(): Promise<void> {
  await watchOperations(SCHEDULES, "watch");
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("watch", run);
