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

/** What happened to somebody, a pseudonym, and when. */
export type Happened = { subject: string; at: Date };
export type Withdrawal = Happened & { purpose: Consent; method: Method };
type Method = Extract<JournalEntry, { kind: "withdrawal" }>["method"];
/** A restriction that was set or lifted. */
export type Restriction = Happened & Extract<JournalEntry, { kind: "restricted" | "restriction_lifted" }>;
/** An address that was given to an account, by its pseudonym. */
export type AddressChange = Happened & Extract<JournalEntry, { kind: "address_changed" }>;
/** A closing that was asked for, and its end. */
export type ClosingAsked = Happened & { closesAt: Date };
/** What is to be done again, each kind in the order in which it happened. Sessions are pseudonyms as well. */
export type Facts = {
  erased: Happened[];
  sessionsEnded: Set<string>;
  passwordsEnded: Happened[];
  addressesChanged: AddressChange[];
  restrictions: Restriction[];
  withdrawals: Withdrawal[];
  directivesEnded: Happened[];
  closings: ClosingAsked[];
  spared: Happened[];
  deletions: Deletion[];
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
  const done: Replayed = { links: 0, ...sizesOf(gather([])) };
  for (;;) {
    const links = await nextLinks();
    if (links.length === 0) break;
    const facts = gather(await unknownIn(links));
    signal?.throwIfAborted();
    await asReplay(() => apply(facts));
    await keepLinks(links);
    done.links += links.length;
    for (const [kind, size] of Object.entries(sizesOf(facts))) done[kind as keyof Facts] += size;
  }
  distrust();
  return done;
}

function sizesOf(facts: Facts): Record<keyof Facts, number> {
  const sizes = Object.entries(facts).map(([kind, some]) => [kind, "size" in some ? some.size : some.length]);
  return Object.fromEntries(sizes) as Record<keyof Facts, number>;
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
    erased: [],
    sessionsEnded: new Set(),
    passwordsEnded: [],
    addressesChanged: [],
    restrictions: [],
    withdrawals: [],
    directivesEnded: [],
    closings: [],
    spared: [],
    deletions: [],
    purged: new Set(),
  };
  for (const { entry, at } of entries) add(facts, entry, new Date(at));
  return facts;
}

function add(facts: Facts, entry: JournalEntry, at: Date): void {
  if ("rule" in entry && isRule(entry.rule)) facts.purged.add(entry.rule);
  switch (entry.kind) {
    case "erasure":
      return void facts.erased.push({ ...entry, at });
    case "sessions_ended":
      for (const id of entry.sessions) facts.sessionsEnded.add(id);
      return;
    case "password_ended":
      return void facts.passwordsEnded.push({ ...entry, at });
    case "address_changed":
      return void facts.addressesChanged.push({ ...entry, at });
    case "restricted":
    case "restriction_lifted":
      return void facts.restrictions.push({ ...entry, at });
    case "withdrawal":
      if (isConsent(entry.purpose)) facts.withdrawals.push({ ...entry, purpose: entry.purpose, at });
      return;
    case "directive_ended":
      return void facts.directivesEnded.push({ ...entry, at });
    case "closing_asked":
      return void facts.closings.push({ subject: entry.subject, closesAt: new Date(entry.closesAt), at });
    case "spared":
      return void facts.spared.push({ ...entry, at });
    case "deletion":
      return void facts.deletions.push({ ...entry, at });
    case "purge":
      return;
  }
}
