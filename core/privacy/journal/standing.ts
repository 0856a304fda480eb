/**
 * The interlock: does this database know everything that the journal tells? One that does not is a restored backup, and
 * nothing may be served from it before the journal was replayed. Asked once by each process, by one request to the
 * bucket; again every few seconds while the answer is no, and once a connection to the database has ended: a backup is put
 * back under processes that live on.
 */
import { createHash } from "node:crypto";
import { now, SECOND } from "../../base/clock.ts";
import { endedConnections, reading } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { type Listed, listNames } from "../../base/storage-list.ts";
import { adoptLink, fetchLink, JournalBehind, readPosition, refuseChain } from "./chain.ts";
import { JournalBroken, keyOf, type Position, requireNext } from "./link.ts";

export type Standing = "current" | "behind" | "broken";

/** How long a no is believed. */
const PATIENCE = 2 * SECOND;

type Belief = { standing: Standing; at: number; endedConnections: number };
let believed: Belief | undefined;
let asking: Promise<Standing> | undefined;

/** Asks again the next time: something was found in the bucket that this database does not know. */
export function distrust(): void {
  believed = undefined;
}

/** How the database stands, from memory where that will do. Throws when the bucket or the database does not answer. */
export async function standing(): Promise<Standing> {
  if (believed && holds(believed)) return believed.standing;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

const holds = (belief: Belief): boolean =>
  belief.standing === "current"
    ? belief.endedConnections === endedConnections()
    : now().getTime() - belief.at < PATIENCE;

async function ask(): Promise<Standing> {
  const before = endedConnections();
  const found = await checkStanding().catch((error: unknown) => {
    if (!(error instanceof JournalBroken)) throw error;
    log.error("journal.broken", {}, error);
    return "broken" as const;
  });
  believed = { standing: found, at: now().getTime(), endedConnections: before };
  return found;
}

/**
 * Compares the database's position with the bucket's head. Links that a relay of this database has left half done are
 * adopted. Throws `JournalBroken` when the bucket lacks the link at the position, or holds another one.
 */
export async function checkStanding(): Promise<"current" | "behind"> {
  // Like what a request that only reads asks next: a process that starts for one opens a single connection.
  const position = await reading(readPosition);
  const known = position.sequence > 0;
  const listed = await listNames("journal", known ? keyOf(position.sequence - 1) : undefined);
  if (known) await requirePosition(position, listed[0]);
  return adoptNewer(position, listed.length - (known ? 1 : 0));
}

async function requirePosition(
  { sequence, hash, body = "" }: Position & { body?: string },
  listed: Listed | undefined,
): Promise<void> {
  if (listed?.key !== keyOf(sequence))
    refuseChain(sequence, "is known to the database and not in the bucket");
  if (isBody(listed.etag, body)) return;
  const link = await fetchLink(sequence);
  if (link?.hash !== hash) refuseChain(sequence, "is another one in the bucket than in the database");
}

/** Whether storage says of an object that it is these bytes. It need not: the tag of an encrypted object is no digest. */
export const isBody = (etag: string, body: string): boolean =>
  etag === `"${createHash("md5").update(body).digest("hex")}"`;

async function adoptNewer(position: Position, count: number): Promise<"current" | "behind"> {
  let last = position;
  for (let left = count; left > 0; left--) {
    const link = await fetchLink(last.sequence + 1);
    if (!link) refuseChain(last.sequence + 1, "is missing, and there are later ones");
    requireNext(link, last);
    try {
      await adoptLink(link);
    } catch (error) {
      if (error instanceof JournalBehind) return "behind";
      throw error;
    }
    last = link;
  }
  return "current";
}
