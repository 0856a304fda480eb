/** The chain in its two places: the bucket, which is the truth, and the database, which follows. */
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { db, transaction } from "../../base/database.ts";
import { putNew, readBytes } from "../../base/storage.ts";
import { journalLink, journalPending } from "./journal.sql.ts";
import { GENESIS, JournalBroken, keyOf, type Link, type Position, readLink } from "./link.ts";

type PendingId = (typeof journalPending.$inferSelect)["id"];

/** The database does not know what the bucket tells: it is older than the journal. */
export class JournalBehind extends Error {
  override name = "JournalBehind";
}

/** The database's position, with the body of its newest link. */
export async function readPosition(): Promise<Position & { body?: string }> {
  const rows = db().select().from(journalLink).orderBy(desc(journalLink.sequence)).limit(1);
  const [newest] = await rows;
  return newest ?? GENESIS;
}

/** Stores a link unless its number is taken. False when it is. */
export const storeLink = (link: Link): Promise<boolean> =>
  putNew("journal", keyOf(link.sequence), Buffer.from(link.body), "application/json");

/** A link from the bucket; undefined when it has none of that number. Throws `JournalBroken` for one that was changed. */
export async function fetchLink(sequence: number): Promise<Link | undefined> {
  const bytes = await readBytes("journal", keyOf(sequence));
  return bytes && readLink(sequence, Buffer.from(bytes).toString());
}

/** Up to `limit` entries that wait to be stored, oldest first. */
export const readPending = (limit: number) =>
  db()
    .select()
    .from(journalPending)
    .orderBy(asc(journalPending.createdAt), asc(journalPending.id))
    .limit(limit);

/** Moves the database's position over links that the bucket has, in one transaction. Doing it twice is fine. */
export const keepLinks = (links: readonly Link[]): Promise<void> =>
  transaction(async () => {
    for (const link of links) {
      const { sequence, hash, body } = link;
      await db()
        .insert(journalLink)
        .values({ sequence, hash, body, at: new Date(link.at) })
        .onConflictDoNothing();
      await db()
        .delete(journalPending)
        .where(inArray(journalPending.id, idsIn(link)));
    }
  });

const idsIn = (link: Link) => link.entries.map(({ id }) => id as PendingId);

/** The ids of a link's entries that wait in this database: whoever stored the link took them from here. */
export async function pendingIn(link: Link): Promise<Set<string>> {
  const rows = await db()
    .select({ id: journalPending.id })
    .from(journalPending)
    .where(inArray(journalPending.id, idsIn(link)));
  return new Set(rows.map(({ id }) => id));
}

/**
 * Adopts a link that another relay of this database has stored, or that one did before it died. Throws
 * {@link JournalBehind} when it tells of something that this database does not know.
 */
export async function adoptLink(link: Link): Promise<void> {
  // In this order: whoever stored it takes its entries away and keeps the link in one commit.
  const pending = await pendingIn(link);
  if (pending.size === link.entries.length) return keepLinks([link]);
  const known = and(eq(journalLink.sequence, link.sequence), eq(journalLink.hash, link.hash));
  const [kept] = await db().select({ sequence: journalLink.sequence }).from(journalLink).where(known);
  if (!kept) throw new JournalBehind();
}

/** Throws `JournalBroken`, naming the link and what is wrong with it. */
export function refuseChain(sequence: number, fault: string): never {
  throw new JournalBroken(`link ${sequence} ${fault}`);
}
