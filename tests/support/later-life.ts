/** Makes this file's database a restored one: the journal tells of what it does not know. */
import { randomUUID } from "node:crypto";
import { readPosition, storeLink } from "../../core/privacy/journal/chain.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { type Link, makeLink, type Position } from "../../core/privacy/journal/link.ts";
import { distrust } from "../../core/privacy/journal/standing.ts";

/** Stores links that another life of the database wrote, an entry each, the first one at an instant. Returns them. */
export async function laterLife(
  entries: readonly JournalEntry[],
  first = new Date(),
  millisecondsBetween = 0,
): Promise<Link[]> {
  let last: Position = await readPosition();
  const links: Link[] = [];
  for (const [index, entry] of entries.entries()) {
    const at = new Date(first.getTime() + index * millisecondsBetween);
    const link = makeLink(last, [{ id: randomUUID(), at: at.toISOString(), entry }], at);
    if (!(await storeLink(link))) throw new Error(`link ${link.sequence} is taken`);
    links.push(link);
    last = link;
  }
  distrust();
  return links;
}
