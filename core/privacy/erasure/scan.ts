/**
 * The scan after an erasure: every table of the live catalogue, every queue with its dead letters and every bucket are
 * searched for the traces of a person. Only an empty scan is followed by a certificate.
 */
import type { RetentionRule } from "../retention.ts";
import type { Traces } from "./traces.ts";

/** A place and how much of it was looked at: `columns` of a table; `hidden` messages are in the hands of a worker. */
export type Looked =
  | { kind: "table"; name: string; rows: number; columns: number }
  | { kind: "bucket"; name: string; keys: number; found: number }
  | { kind: "queue"; name: string; messages: number; hidden: number };
/** Where something was found (table.column, bucket or queue) and how often; never what. */
export type Found = { place: string; count: number };

export type ScanReport = {
  /** Nothing is left but what the map keeps by law. */
  clean: boolean;
  looked: Looked[];
  leftovers: Found[];
  kept: (Found & { rule: RetentionRule; because: string })[];
};

/** Searches everything for the traces of one person. */
export async function scanFor(traces: Traces): Promise<ScanReport> {
  const [report] = await scanForAll([traces]);
  if (!report) throw new Error("a scan without a report");
  return report;
}

/** The same for several people in one pass over everything: the reports in their order. */
export function scanForAll(_people: readonly Traces[]): Promise<ScanReport[]> {
  return Promise.reject(new Error("not built yet"));
}

/**
 * Deletes what names a person and belongs to nobody's rows: messages in queues and dead-letter queues, and rows of tables
 * about nobody (the outbox). By identifiers only. Returns how many of each.
 */
export function dropMentions(_traces: Traces): Promise<{ messages: number; rows: number }> {
  return Promise.reject(new Error("not built yet"));
}
