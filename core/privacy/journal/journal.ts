/**
 * The journal: what was erased, purged, withdrawn and ended, kept outside the database so that a restored backup can be
 * told of it. An entry is written with the change it tells of and leaves for the bucket after the commit; an erasure
 * waits until the bucket has it. Whatever a replay does is in the journal already and writes nothing.
 */
import { eq } from "drizzle-orm";
import { afterCommit, db, one, refuseInTransaction } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { type JournalEntry, parseEntry } from "./entry.ts";
import { journalPending } from "./journal.sql.ts";
import { relayJournal } from "./relay.ts";
import { isReplaying } from "./replaying.ts";

/**
 * Writes an entry in the open transaction; it is in the bucket soon after the commit, a minute later at most. Throws for
 * an entry that names anything but pseudonyms, instants and words of the code.
 */
export async function writeJournal(entry: JournalEntry): Promise<void> {
  if (isReplaying()) return;
  await insert(entry);
  await afterCommit(relayQuietly);
}

/** Writes an entry and returns when the bucket has it. Throws inside a transaction, and when the bucket does not take it. */
export async function writeJournalNow(entry: JournalEntry): Promise<void> {
  refuseInTransaction();
  if (isReplaying()) return;
  const { id } = await insert(entry);
  await relayJournal();
  const [left] = await db()
    .select({ id: journalPending.id })
    .from(journalPending)
    .where(eq(journalPending.id, id));
  if (left) throw new Error("the journal has not taken an entry");
}

async function insert(entry: JournalEntry) {
  const values = { entry: parseEntry(entry) };
  return one(await db().insert(journalPending).values(values).returning({ id: journalPending.id }));
}

/** A relay that fails costs at most a minute: the clock finds the entries. */
async function relayQuietly(): Promise<void> {
  try {
    await relayJournal();
  } catch (error) {
    log.warn("journal.relay_failed", {}, error);
  }
}
