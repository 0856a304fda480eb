/**
 * Carries entries from the database to the bucket: numbers and chains them, stores the link, then moves the database's
 * position. The bucket decides who is first: a number is written once (conditional put), so no lock is needed, and none
 * that the database keeps would outlive its restoration. Whoever comes second finds the other's link and goes on.
 */
import { now } from "../../base/clock.ts";
import {
  adoptLink,
  fetchLink,
  JournalBehind,
  keepLinks,
  readPending,
  readPosition,
  storeLink,
} from "./chain.ts";
import { makeLink, type NumberedEntry, type Position, requireNext } from "./link.ts";
import { distrust } from "./standing.ts";

/** Entries in one link. */
const BATCH = 100;

let last: Promise<unknown> = Promise.resolve();
/** The relay that has not begun yet: it will see what its callers have committed. */
let next: Promise<number> | undefined;

/**
 * Stores every entry that was committed before the call. One relay at a time in a process; those who ask meanwhile share
 * the one after it. Returns how many entries it stored. Throws `JournalBroken` or `JournalBehind`.
 */
export function relayJournal(): Promise<number> {
  if (next) return next;
  const relay = last
    .catch(() => undefined)
    .then(() => {
      next = undefined;
      return storeAll();
    });
  next = relay;
  last = relay;
  return relay;
}

async function storeAll(): Promise<number> {
  for (let stored = 0; ; ) {
    // The position first: an entry that is stored between the two reads then makes this link come second.
    const position = await readPosition();
    const rows = await readPending(BATCH);
    if (rows.length === 0) return stored;
    const entries = rows.map(({ id, createdAt, entry }) => ({ id, at: createdAt.toISOString(), entry }));
    stored += await storeNext(position, entries);
  }
}

/** Returns how many entries it stored: none when another link is there already. */
async function storeNext(position: Position, entries: readonly NumberedEntry[]): Promise<number> {
  const link = makeLink(position, entries, now());
  if (await storeLink(link)) {
    await keepLinks([link]);
    return entries.length;
  }
  const there = await fetchLink(link.sequence);
  // Taken and not yet to be seen: it is being written at this moment.
  if (!there) return 0;
  requireNext(there, position);
  try {
    await adoptLink(there);
  } catch (error) {
    if (error instanceof JournalBehind) distrust();
    throw error;
  }
  return 0;
}
