/**
 * Holds the bucket against the database's copies of the links: by the listing, which tells names and digests of a thousand
 * at a time, or by reading each.
 */
import { asc, gt } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import { listNames } from "../../base/storage-list.ts";
import { endOf } from "../period.ts";
import { fetchLink, refuseChain, storeLink } from "./chain.ts";
import { journalLink } from "./journal.sql.ts";
import { keyOf, type Position, readLink, requireNext } from "./link.ts";
import { isBody } from "./standing.ts";

type Row = typeof journalLink.$inferSelect;
type Listed = Map<string, { etag: string }>;

/** As many as one listing names. */
const PAGE = 1000;
/** Links read beside each other. */
const READERS = 16;

/**
 * Verifies the links after `since`, by what the listing says or by reading them. Returns how many. Throws `JournalBroken`
 * for one that is missing, changed or out of order, in the bucket or in the database.
 */
export async function verifyJournal(how: { since: number; read: boolean }): Promise<number> {
  let verified = 0;
  let before: Position | undefined;
  for await (const { rows, listed } of pages(how.since)) {
    for (const row of rows) {
      const link = readLink(row.sequence, row.body);
      if (before) requireNext(link, before);
      before = link;
    }
    for (let start = 0; start < rows.length; start += READERS)
      await Promise.all(rows.slice(start, start + READERS).map((row) => verify(row, listed, how.read)));
    verified += rows.length;
  }
  return verified;
}

async function verify(row: Row, listed: Listed, read: boolean): Promise<void> {
  const there = listed.get(keyOf(row.sequence));
  if (!there && isOver(row)) return;
  if (!there) refuseChain(row.sequence, "is known to the database and not in the bucket");
  if (!read && isBody(there.etag, row.body)) return;
  const link = await fetchLink(row.sequence);
  if (link?.body !== row.body) refuseChain(row.sequence, "is another one in the bucket than in the database");
}

/** Its period is over: object and row go, one before the other. */
function isOver({ at }: Row): boolean {
  const end = endOf("journal", at);
  return end !== null && end <= now();
}

/** The database's links after a number, a page at a time, with what the bucket lists beside them. */
async function* pages(since: number): AsyncGenerator<{ rows: Row[]; listed: Listed }> {
  for (let last = since; ; ) {
    const rows: Row[] = await db()
      .select()
      .from(journalLink)
      .where(gt(journalLink.sequence, last))
      .orderBy(asc(journalLink.sequence))
      .limit(PAGE);
    const [first] = rows;
    if (!first) return;
    const objects = await listNames("journal", keyOf(first.sequence - 1));
    yield { rows, listed: new Map(objects.map(({ key, etag }) => [key, { etag }])) };
    last = rows.at(-1)?.sequence ?? last;
  }
}

/**
 * Puts links that the bucket has lost back from the database's copies. For the operator alone, who knows that the database
 * is no restored one: what the bucket alone knew would stay forgotten. Returns how many.
 */
export async function refillJournal(): Promise<number> {
  let stored = 0;
  for await (const { rows, listed } of pages(0))
    for (const row of rows) {
      if (listed.has(keyOf(row.sequence)) || isOver(row)) continue;
      if (await storeLink(readLink(row.sequence, row.body))) stored += 1;
    }
  return stored;
}
