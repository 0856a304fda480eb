/**
 * The steps of an erasure, in their order. Each is done whole before the next one is written down, and may be done again:
 * a worker that dies costs a repetition. Before the first one the account is fenced, in the transaction that begins.
 */
import type { erasure } from "./erasure.sql.ts";

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
  /** Messages on their way, or dead. */
  "messages",
  /** The account itself. */
  "account",
  /** Nothing is found any more, and that is signed. */
  "scan",
  /** The certificate has left; with it goes the address. */
  "mail",
  "done",
] as const;
export type Step = (typeof STEPS)[number];

/** An erasure as its steps see it. Its traces are megabytes: only a step that needs them reads them. */
export type Row = Omit<typeof erasure.$inferSelect, "traces">;

/** How a step ended: what comes next, and what to write down with it. */
export type Outcome = {
  next: Step;
  set?: Partial<typeof erasure.$inferInsert>;
  /** Not now: it comes again after a while, or at `until`. */
  pause?: true;
  until?: Date;
};
