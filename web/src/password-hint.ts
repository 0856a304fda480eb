/**
 * What can be said of a password while it is typed, computed here alone: enough length, and the plain reasons why it
 * would be easy to guess. The server decides (it knows the common ones); this is advice.
 */

/** The same as PASSWORD_MIN_LENGTH of core/account/account.schema.ts; a test compares them. */
export const SHORTEST_PASSWORD = 12;

export type PasswordHint = "empty" | "short" | "personal" | "repeated" | "fair" | "good" | "strong";

/** 0 to 4, for the meter. */
export const HINT_LEVEL: Record<PasswordHint, number> = {
  empty: 0,
  short: 1,
  personal: 1,
  repeated: 1,
  fair: 2,
  good: 3,
  strong: 4,
};

/** Characters without runs and repetitions; with fewer, "password1234" would be praised for its length. */
const SHORTEST_CORE = 10;

const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "azertyuiop",
  "asdfghjkl",
  "qsdfghjklm",
];

/** What to say of a password. `known` are words that others know of the person: names, address. */
export function hintFor(password: string, known: readonly string[]): PasswordHint {
  if (password === "") return "empty";
  const missing = SHORTEST_PASSWORD - password.length;
  if (missing > 0) return "short";
  const lower = password.toLowerCase();
  const parts = known.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const rest = parts
    .filter((part) => part.length >= 3)
    .reduce((left, part) => left.replaceAll(part, ""), lower);
  if (rest !== lower && rest.length < 8) return "personal";
  const core = withoutRuns(lower);
  const different = new Set(core).size;
  if (different < 6 || core.length < SHORTEST_CORE) return "repeated";
  if (core.length >= 18 && different >= 10) return "strong";
  return core.length >= 15 || /\P{L}/u.test(core) ? "good" : "fair";
}

/** Keyboard and alphabet runs of four and more, and what repeats itself, counted once. */
function withoutRuns(lower: string): string {
  let rest = lower.replace(/(.+?)\1{2,}/gu, "$1");
  for (const run of [...RUNS, ...RUNS.map((line) => [...line].reverse().join(""))])
    for (let length = run.length; length >= 4; length -= 1)
      for (let at = 0; at + length <= run.length; at += 1)
        rest = rest.replaceAll(run.slice(at, at + length), run.charAt(at));
  return rest;
}
