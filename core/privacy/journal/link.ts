/**
 * One link of the chain, an object in the bucket: its number, its instant, the hash of the link before, the entries, and
 * its own over all of that, under the service's key: whoever can write to the bucket cannot add a link that
 * a replay would believe. Pure: no clock, no storage, no database.
 */
import * as v from "valibot";
import { keyedHash } from "../../base/secret.ts";
import { Instant, JournalEntry } from "./entry.ts";

/** The position before the first link. */
export const GENESIS: Position = { sequence: 0, hash: "0".repeat(64) };
export type Position = { sequence: number; hash: string };

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "is no HMAC-SHA-256"));
/** `id` is random; by it an entry is recognised, whoever carries it to the bucket. */
const Numbered = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  at: Instant,
  entry: JournalEntry,
});
export type NumberedEntry = v.InferOutput<typeof Numbered>;
const Content = v.strictObject({
  version: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: Instant,
  previous: Hash,
  entries: v.pipe(v.array(Numbered), v.minLength(1)),
  hash: Hash,
});
export type Link = v.InferOutput<typeof Content> & { body: string };

/** The chain is not what it was: a link is missing, changed, or not ours. The message is for the operator. */
export class JournalBroken extends Error {
  override name = "JournalBroken";
  constructor(fault: string) {
    super(`The journal is broken: ${fault}.`);
  }
}

/** Where a link is in the bucket: numbers of equal length, so that the order of keys is that of links. */
export const keyOf = (sequence: number): string => `${String(sequence).padStart(12, "0")}.json`;

const hashOf = (content: object) =>
  Buffer.from(keyedHash("journal", JSON.stringify(content)), "base64url").toString("hex");

/** The link that follows a position. */
export function makeLink(after: Position, entries: readonly NumberedEntry[], at: Date): Link {
  const content = {
    version: 1 as const,
    sequence: after.sequence + 1,
    at: at.toISOString(),
    previous: after.hash,
    // In the order of the schema: a column of JSON keeps none.
    entries: entries.map((entry) => v.parse(Numbered, entry)),
  };
  const link = { ...content, hash: hashOf(content) };
  return { ...link, body: JSON.stringify(link) };
}

/** Reads a link by itself. Throws {@link JournalBroken} unless it is of our form, under its number, and its hash is right. */
export function readLink(sequence: number, body: string): Link {
  const link = parse(sequence, body);
  const { hash, ...content } = link;
  if (link.sequence !== sequence)
    throw new JournalBroken(`link ${sequence} says that it is ${link.sequence}`);
  if (hashOf(content) !== hash || JSON.stringify(link) !== body)
    throw new JournalBroken(`link ${sequence} was changed: its hash is not that of its content`);
  return { ...link, body };
}

function parse(sequence: number, body: string) {
  try {
    return v.parse(Content, JSON.parse(body));
  } catch {
    throw new JournalBroken(`link ${sequence} is not of the journal's form`);
  }
}

/** Throws {@link JournalBroken} unless the link follows the position. */
export function requireNext(link: Link, after: Position): void {
  if (link.sequence !== after.sequence + 1 || link.previous !== after.hash)
    throw new JournalBroken(`link ${link.sequence} does not follow link ${after.sequence}`);
}
