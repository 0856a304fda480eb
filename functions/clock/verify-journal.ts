/** Daily: the journal is read whole. A link that is missing or changed fails the run, which the staff page shows. */
import { verifyJournal } from "../../core/privacy/journal/verify.ts";

/** One run. */
export async function run(): Promise<void> {
  await verifyJournal({ since: 0, read: true });
}
