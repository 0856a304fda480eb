/** Hourly: what has reached the end of its period goes. Work that is as old as content may become ends first. */
import { endOutlived } from "../../core/generation/outlived.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await endOutlived();
  await purge();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("purge", run);
