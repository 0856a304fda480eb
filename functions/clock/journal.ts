/** Every minute: entries of the journal that were written and not stored. */
import { relayJournal } from "../../core/privacy/journal/relay.ts";

/** One run. */
export async function run(): Promise<void> {
  await relayJournal();
}
