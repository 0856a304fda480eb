/** Before a host serves: the journal is held against the database, and replayed on one that was restored. */
import { readPosition } from "../../core/privacy/journal/chain.ts";
import { checkStanding } from "../../core/privacy/journal/standing.ts";
import { verifyJournal } from "../../core/privacy/journal/verify.ts";
import { replay, said } from "../by-hand/replay.ts";

/** How many of the newest links are looked at: one listing. The clock, which runs at the start too, looks at all of them. */
const LOOKED_AT = 1_000;

/** Returns when the database knows all that the journal tells. Throws `JournalBroken`, or what the signal throws. */
export async function catchUp(say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const standing = await checkStanding();
  const { sequence } = await readPosition();
  await verifyJournal({ since: Math.max(0, sequence - LOOKED_AT), read: false });
  if (standing === "current") return;
  say("The database is older than its journal: it is told what came later before anything is served.");
  say(`Replayed ${said(await replay(signal))}.`);
}
