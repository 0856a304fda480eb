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
  /** In words for people; the README's table. */
  does: string;
}

const ALWAYS = 1_000_000;

export const magicWords = {
  "rate-limit": { code: 1002, amount: 2, does: "refuses twice for too many requests (1002), then works" },
  "token-limit": { code: 1039, amount: 2, does: "refuses twice for too many tokens (1039), then works" },
  growth: {
    code: 2045,
    amount: 2,
    does: "refuses twice for requests that grow too quickly (2045), then works",
  },
  overloaded: { code: 1041, amount: 1, does: "refuses once as overloaded (1041; v2: HTTP 529), then works" },
  unknown: { code: 1000, amount: 1, does: 'answers "unknown error" (1000) once, then works' },
  timeout: { code: 1001, amount: 1, does: "answers that its own time ran out (1001) once, then works" },
  internal: { code: 1024, amount: 1, does: "answers an internal error (1024) once, then works" },
  database: { code: 1033, amount: 1, does: "answers a database error (1033) once, then works" },
  unauthorized: { code: 1004, amount: ALWAYS, does: "always refuses our key (1004)" },
  "invalid-key": { code: 2049, amount: ALWAYS, does: "always says that our key is invalid (2049)" },
  balance: { code: 1008, amount: ALWAYS, does: "always says that our account is empty (1008)" },
  quota: { code: 2056, amount: ALWAYS, does: "always says that our plan is used up (2056)" },
  plan: { code: 2061, amount: ALWAYS, does: "always says that our plan lacks the model (2061)" },
  blocked: {
    code: 1026,
    amount: ALWAYS,
    does: "always refuses the request as sensitive (1026); nothing is accepted",
  },
  "voice-lost": {
    code: 2042,
    amount: ALWAYS,
    does: "always says that there is no such voice any more (2042)",
  },
  mismatch: { code: 1043, amount: ALWAYS, does: "always says that the sample does not say its text (1043)" },
  unverified: { code: 2038, amount: ALWAYS, does: "always says that we may not clone voices (2038)" },
  "blocked-output": {
    amount: ALWAYS,
    does: "refuses the result as sensitive (1027): at once, a clip after its work",
  },
  "blocked-late": { amount: ALWAYS, does: "accepts a clip, then fails it as sensitive (1026)" },
  fail: { amount: ALWAYS, does: "accepts, then fails without a reason; what is answered at once: 1000" },
  stuck: { amount: ALWAYS, does: "a clip or a long text stays in processing for ever" },
  forgotten: { amount: ALWAYS, does: "a clip or a long text is accepted, then unknown to every query" },
  "odd-status": { amount: 2, does: "the next two queries answer a status word that nobody knows" },
  partial: { amount: 1, does: "one of the images is missing and counted as failed" },
  null: { amount: 1, does: "answers success without any data once (and charges it), then works" },
  slow: { amount: 0, does: "the answer comes late" },
  drop: { amount: ALWAYS, does: "accepts the work, then closes the connection without an answer" },
  "drop-before": { amount: 1, does: "closes the connection once before anything is accepted, then works" },
  "bad-gateway": { amount: 1, does: "answers HTTP 502 with an HTML page once, then works" },
  "expired-url": { amount: 1, does: "the first download address of the result answers 403" },
  truncated: { amount: 1, does: "the first download of the result breaks off half-way" },
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
