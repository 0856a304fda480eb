/**
 * The traces of a person: everything by which something of theirs would be known again once their rows are gone, taken
 * from the data map alone. Texts are kept as 64-bit hashes only, so the traces hold no content, and those of an account
 * of ten thousand files take a few megabytes and one statement a table.
 */
import type { Id } from "../../base/id.ts";
import type { Bucket } from "../../base/storage.ts";

/**
 * What is looked for, and how. `identifier`: random, so it means this person wherever it stands. `random`: looks random,
 * but may be the hash of something that another person has as well. `value`: a whole text of theirs. `distinct`: one that
 * can be no word of ours. `address`: a mail address. `opening`: how a longer text begins, wherever it stands in another.
 */
export const TRACE_KINDS = ["identifier", "random", "value", "distinct", "address", "opening"] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Fit for JSON. Sealed in the row of the erasure until its certificate is written: it still says whose it is. */
export type Traces = {
  accountId: Id<"account">;
  /** Hashes of 64 bits, one after the other, in base64. */
  hashes: Record<TraceKind, string>;
  /** Keys of every object of theirs, by bucket. */
  objects: Partial<Record<Bucket, string[]>>;
};

/** Collects the traces of an account. Before its rows go: afterwards there is nothing to be found. */
export function collectTraces(_accountId: Id<"account">): Promise<Traces> {
  return Promise.reject(new Error("not built yet"));
}
