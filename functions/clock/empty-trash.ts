/** Every ten minutes: what was deleted more than an hour ago goes for good. */
import { purge } from "../../core/privacy/purge/purge.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await purge(["trash"]);
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("empty-trash", run);
