/** Hourly: exports that have stood ready for seven days are gone. */
import { expireExports } from "../../core/privacy/export/drop.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await expireExports();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("expire-exports", run);
