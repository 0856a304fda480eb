/**
 * The replay: what the journal tells and a restored database does not know is done again, a page of links at a time. The
 * database's position moves over a page once all of it was done, so a replay that dies is simply begun again.
 */
import { listObjects } from "../../base/storage.ts";
import type { RetentionRule } from "../retention.ts";
import { fetchLink, keepLinks, pendingIn, readPosition, refuseChain } from "./chain.ts";
import type { JournalEntry } from "./entry.ts";
import { keyOf, type Link, type NumberedEntry, type Position, requireNext } from "./link.ts";
import { asReplay } from "./replaying.ts";
import { distrust } from "./standing.ts";

export type Withdrawal = Extract<JournalEntry, { kind: "withdrawal" }> & { at: Date };
/** What is to be done again; people and sessions are pseudonyms. */
export type Facts = {
  erased: Set<string>;
  sessionsEnded: Set<string>;
  /** In the order in which they were made. */
  withdrawals: Withdrawal[];
  purged: Set<RetentionRule>;
};
export type Replayed = { links: number } & Record<keyof Facts, number>;

/** Links read beside each other. */
const READERS = 16;

/**
 * Replays everything that the database does not know. `apply` does the work and must do nothing twice; it is asked for
 * each page. Throws `JournalBroken`, or whatever `apply` or the signal throws: what was done stays done.
 */
export async function replayJournal(
  apply: (facts: Facts) => Promise<void>,
  signal?: AbortSignal,
): Promise<Replayed> {
  const done: Replayed = { links: 0, erased: 0, sessionsEnded: 0, withdrawals: 0, purged: 0 };
  for (;;) {
    const links = await nextLinks();
    if (links.length === 0) break;
    const facts = gather(await unknownIn(links));
    signal?.throwIfAborted();
    await asReplay(() => apply(facts));
    await keepLinks(links);
    done.links += links.length;
    done.erased += facts.erased.size;
    done.sessionsEnded += facts.sessionsEnded.size;
    done.withdrawals += facts.withdrawals.length;
    done.purged += facts.purged.size;
  }
  distrust();
  return done;
}

/** The links after the database's position, as many as one listing names. Each follows the one before. */
async function nextLinks(): Promise<Link[]> {
  const position = await readPosition();
  const listed = await listObjects("journal", position.sequence > 0 ? keyOf(position.sequence) : undefined);
  const links: Link[] = [];
  for (let start = 0; start < listed.length; start += READERS) {
    const numbers = listed
      .slice(start, start + READERS)
      .map((_, index) => position.sequence + start + index + 1);
    links.push(...(await Promise.all(numbers.map(requireLink))));
  }
  links.reduce<Position>((before, link) => {
    requireNext(link, before);
    return link;
  }, position);
  return links;
}

async function requireLink(sequence: number): Promise<Link> {
  return (await fetchLink(sequence)) ?? refuseChain(sequence, "is missing, and there are later ones");
}

/** The entries that this database did not write itself. */
async function unknownIn(links: readonly Link[]): Promise<NumberedEntry[]> {
  const unknown: NumberedEntry[] = [];
  for (const link of links) {
    const pending = await pendingIn(link);
    unknown.push(...link.entries.filter(({ id }) => !pending.has(id)));
  }
  return unknown;
}

function gather(entries: readonly NumberedEntry[]): Facts {
  const facts: Facts = { erased: new Set(), sessionsEnded: new Set(), withdrawals: [], purged: new Set() };
  for (const { entry, at } of entries) {
    if (entry.kind === "erasure") facts.erased.add(entry.subject);
    if (entry.kind === "purge") facts.purged.add(entry.rule);
    if (entry.kind === "withdrawal") facts.withdrawals.push({ ...entry, at: new Date(at) });
    if (entry.kind === "sessions_ended") for (const id of entry.sessions) facts.sessionsEnded.add(id);
  }
  return facts;
}
