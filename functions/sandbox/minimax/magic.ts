/**
 * Magic words: what makes the sandbox misbehave, on purpose, as the real service does now and then. A word is written
 * anywhere in a prompt, text, lyrics, file name or voice id, bare or in brackets: `sandbox:fail`, `[sandbox:drop]`,
 * `sandbox-blocked` (voice ids allow no colon). A number behind it changes its amount: `sandbox:rate-limit-5`.
 * Where no text travels, POST /sandbox/faults {word, path, times} brings the same trouble to any path.
 */
import type { Code } from "./error.ts";

interface Magic {
  /** Answered instead of the work. */
  code?: Code;
  /** How often in a row before the same request works (then it starts anew). `slow`: seconds, 0 for the sandbox's own. */
  amount: number;
  does: string;
}

const ALWAYS = 1_000_000;

export const magicWords = {
  "rate-limit": { code: 1002, amount: 2, does: "1002 n times, then the request works" },
  "token-limit": { code: 1039, amount: 2, does: "1039 n times, then the request works" },
  growth: { code: 2045, amount: 2, does: "2045 n times, then the request works" },
  overloaded: { code: 1041, amount: 1, does: "1041 (v2: HTTP 529) n times, then the request works" },
  unknown: { code: 1000, amount: 1, does: "1000 n times, then the request works" },
  timeout: { code: 1001, amount: 1, does: "1001 n times, then the request works" },
  internal: { code: 1024, amount: 1, does: "1024 n times, then the request works" },
  database: { code: 1033, amount: 1, does: "1033 n times, then the request works" },
  unauthorized: { code: 1004, amount: ALWAYS, does: "1004 always" },
  "invalid-key": { code: 2049, amount: ALWAYS, does: "2049 always" },
  balance: { code: 1008, amount: ALWAYS, does: "1008 always: our account is empty" },
  quota: { code: 2056, amount: ALWAYS, does: "2056 always: five-hour limit of the plan" },
  plan: { code: 2061, amount: ALWAYS, does: "2061 always: model not in the plan" },
  blocked: { code: 1026, amount: ALWAYS, does: "1026 always: input refused, nothing accepted" },
  "voice-lost": { code: 2042, amount: ALWAYS, does: "2042 always: no such voice any more" },
  mismatch: { code: 1043, amount: ALWAYS, does: "1043 always: the sample does not say its text" },
  unverified: { code: 2038, amount: ALWAYS, does: "2038 always: no permission to clone" },
  "blocked-output": {
    amount: ALWAYS,
    does: "1027: at once for images, speech and music; video: Fail (v2 failed) with 1027",
  },
  "blocked-late": { amount: ALWAYS, does: "video: accepted, then Fail with 1026" },
  fail: { amount: ALWAYS, does: "task: status Fail (v2 failed) with base_resp 0; else 1000" },
  stuck: { amount: ALWAYS, does: "task: Processing (v2 running) for ever" },
  forgotten: { amount: ALWAYS, does: "task: accepted, but every query says that there is no such task" },
  "odd-status": { amount: 2, does: "task: the next n queries answer an unknown status word" },
  partial: { amount: 1, does: "images: n are missing and counted in failed_count" },
  null: { amount: 1, does: "status 0 but `data` null, n times (accepted each time), then the request works" },
  slow: { amount: 0, does: "the answer comes n real seconds late" },
  drop: { amount: ALWAYS, does: "the work is accepted, then the connection closes without an answer" },
  "drop-before": { amount: 1, does: "the connection closes n times, nothing is accepted" },
  "bad-gateway": { amount: 1, does: "HTTP 502 with an HTML page n times, nothing is accepted" },
  "expired-url": { amount: 1, does: "the first n download URLs of the result answer 403" },
  truncated: { amount: 1, does: "the first n downloads of the result break off half-way" },
} as const satisfies Record<string, Magic>;

export type Word = keyof typeof magicWords;
export type Words = Partial<Record<Word, number>>;

export const isWord = (text: string): text is Word => Object.hasOwn(magicWords, text);
/** The code that a word answers, if that is what it does. */
export const codeOf = (word: Word): Code | undefined => (magicWords[word] as Magic).code;

const PATTERN = /\[?\bsandbox[:-]([a-z]+(?:-[a-z]+)*)(?:-(\d{1,4}))?\b\]?/gi;

/** The magic words of some texts, with their amounts. Unknown words are left alone. */
export function readWords(...texts: (string | undefined)[]): Words {
  const words: Words = {};
  for (const [, name = "", amount] of texts.join("\n").matchAll(PATTERN)) {
    const word = name.toLowerCase();
    if (isWord(word)) words[word] = amount === undefined ? magicWords[word].amount : Number(amount);
  }
  return words;
}

/** The text without its magic words: they are neither painted nor spoken. */
export const withoutWords = (text: string): string =>
  text.replace(PATTERN, (found, name: string) => (isWord(name.toLowerCase()) ? " " : found)).trim();
