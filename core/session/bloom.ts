/**
 * A Bloom filter: a set kept as bits, that never misses a member and takes a stranger for one with a small, known
 * chance. The sixteen places of a text are the sixteen 32-bit words of its SHA-512.
 */
import { createHash } from "node:crypto";

const PLACES = 16;
/** With sixteen places, 24 bits an entry mean one stranger in 100,000 taken for a member. */
const BITS_PER_ENTRY = 24;

function* placesOf(text: string, bits: number): Generator<number> {
  const digest = createHash("sha512").update(text).digest();
  for (let place = 0; place < PLACES; place++) yield digest.readUInt32BE(place * 4) % bits;
}

/** The filter of a set. */
export function makeFilter(entries: ReadonlySet<string>): Buffer {
  const filter = Buffer.alloc(Math.ceil((entries.size * BITS_PER_ENTRY) / 8));
  for (const entry of entries)
    for (const place of placesOf(entry, filter.length * 8))
      filter[place >> 3] = (filter[place >> 3] ?? 0) | (1 << (place & 7));
  return filter;
}

/** Whether a text is in the set of a filter. */
export function inFilter(filter: Buffer, text: string): boolean {
  for (const place of placesOf(text, filter.length * 8))
    if (((filter[place >> 3] ?? 0) & (1 << (place & 7))) === 0) return false;
  return true;
}
