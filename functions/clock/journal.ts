/** Every minute: entries of the journal that were written and not stored. */
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { runClock } from "./run.ts";

/** One run. */
export async function run(): Promise<void> {
  await relayJournal();
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("journal", run);
