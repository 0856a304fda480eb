/**
 * The replay: what the journal tells and a restored database does not know is done again, a page of links at a time. The
 * database's position moves over a page once all of it was done, so a replay that dies is simply begun again.
 */
import { listObjects } from "../../base/storage.ts";
import type { RetentionRule } from "../retention.ts";
import { fetchLink, keepLinks, pendingIn, readPosition, refuseChain } from "./chain.ts";
import type { Deletion } from "./deletions.ts";
import { type Consent, isConsent, isRule, type JournalEntry } from "./entry.ts";
import { keyOf, type Link, type NumberedEntry, type Position, requireNext } from "./link.ts";
import { asReplay } from "./replaying.ts";
import { distrust } from "./standing.ts";

export type Withdrawal = { subject: string; purpose: Consent; method: Method; at: Date };
type Method = Extract<JournalEntry, { kind: "withdrawal" }>["method"];
/** What is to be done again; people and sessions are pseudonyms. */
export type Facts = {
  erased: Set<string>;
  sessionsEnded: Set<string>;
  /** In the order in which they were made, as are the deletions. */
  withdrawals: Withdrawal[];
  deletions: Deletion[];
  /** With the last instant of it. */
  spared: Map<string, Date>;
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
  const none = { erased: 0, sessionsEnded: 0, withdrawals: 0, deletions: 0, spared: 0, purged: 0 };
  const done: Replayed = { links: 0, ...none };
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
    done.deletions += facts.deletions.length;
    done.spared += facts.spared.size;
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

/** Words that the code knows no more have nothing left to be done about. */
function gather(entries: readonly NumberedEntry[]): Facts {
  const facts: Facts = {
    erased: new Set(),
    sessionsEnded: new Set(),
    withdrawals: [],
    deletions: [],
    spared: new Map(),
    purged: new Set(),
  };
  for (const { entry, at: instant } of entries) {
    const at = new Date(instant);
    if (entry.kind === "erasure") facts.erased.add(entry.subject);
    if (entry.kind === "spared") facts.spared.set(entry.subject, at);
    if (entry.kind === "sessions_ended") for (const id of entry.sessions) facts.sessionsEnded.add(id);
    if (entry.kind === "withdrawal" && isConsent(entry.purpose)) {
      const { subject, purpose, method } = entry;
      facts.withdrawals.push({ subject, purpose, method, at });
    }
    if (entry.kind === "deletion") facts.deletions.push({ ...entry, at });
    if ("rule" in entry && isRule(entry.rule)) facts.purged.add(entry.rule);
  }
  return facts;
}
