/** Two hundred wishes of the crash test, a third of them with a word that makes the provider misbehave. */
import { h3, hailuo, image, speech } from "../support/generation.ts";

export type Dice = () => number;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TROUBLE_AT_ONCE = [
  "rate-limit",
  "overloaded",
  "unknown",
  "blocked",
  "blocked-output",
  "fail",
  "drop",
  "drop-before",
  "bad-gateway",
  "null",
  "slow",
  "balance",
];
const TROUBLE_OF_IMAGES = ["partial", "expired-url", "truncated"];
const TROUBLE_OF_TASKS = ["stuck", "forgotten", "odd-status", "blocked-late", "drop", "fail", "truncated"];

/** Words in turn, so that each one occurs. */
function* turns(words: readonly string[]): Generator<string, never> {
  for (;;) yield* words;
}

/** The settings of `count` jobs; each prompt holds the marker `job-<n>-`, by which the provider's list is searched. */
export function wishes(count: number, random: Dice): Record<string, unknown>[] {
  const atOnce = turns(TROUBLE_AT_ONCE);
  const ofImages = turns(TROUBLE_OF_IMAGES);
  const troubleOfTasks = TROUBLE_OF_TASKS.values();
  return Array.from({ length: count }, (_, index) => {
    const marker = `job-${index}-`;
    // First, because what is stuck takes until its deadline.
    const word = troubleOfTasks.next().value;
    if (word) return (index % 2 ? hailuo : h3)(`${marker} sandbox:${word}`);
    if (index % 50 === 11) return h3(`${marker} a boat`);
    if (index % 8 === 1)
      return image(`${marker} sandbox:${ofImages.next().value}`, { count: 2, aspectRatio: "21:9" });
    const trouble = index % 3 === 0 ? `sandbox:${atOnce.next().value}` : "";
    return random() < 0.85
      ? image(`${marker} a hill ${trouble}`, { aspectRatio: "21:9" })
      : speech(`${marker} un deux trois ${trouble}`);
  });
}
