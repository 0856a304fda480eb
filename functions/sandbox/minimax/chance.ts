/** Chance that can be repeated: the same words and seed always give the same picture, tune and voice. */
import { createHash } from "node:crypto";

/** A source of numbers in [0, 1), fully decided by `seed`, with the few draws that the painters need. */
export interface Chance {
  (): number;
  /** A number in [low, high). */
  between(low: number, high: number): number;
  /** One of the entries of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** 32 bits of SHA-256: spreads texts that differ in one letter over the whole range. */
const hash32 = (text: string): number => createHash("sha256").update(text).digest().readUInt32LE(0);

/** The generator mulberry32, seeded from a text. */
export function chance(seed: string): Chance {
  let state = hash32(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return Object.assign(next, {
    between: (low: number, high: number) => low + next() * (high - low),
    pick: <T>(list: readonly [T, ...T[]]): T => list[Math.floor(next() * list.length)] ?? list[0],
  });
}
