/**
 * The steps of an erasure, in their order. Each is done whole before the next one is written down, and may be done again:
 * a worker that dies costs a repetition.
 */
export const STEPS = [
  /** The journal has it: a restored backup will be told. */
  "journal",
  /** What is to be looked for afterwards is written down, sealed. */
  "traces",
  /** What stands at processors has been deleted there. */
  "remote",
  /** Objects, all their versions, and unfinished uploads. */
  "objects",
  /** Rows, children before their parents. */
  "rows",
  /** Messages on their way or dead. */
  "messages",
  /** The account itself. */
  "account",
  /** Nothing is found any more. */
  "scan",
  /** Signed. */
  "certificate",
  /** Mailed; then the address goes. */
  "mail",
  "done",
] as const;
export type Step = (typeof STEPS)[number];
