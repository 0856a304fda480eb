/**
 * The scan after an erasure: every table of the live catalogue, every queue with its dead letters and every bucket are
 * searched for the traces of a person. Only an empty scan is followed by a certificate. The process log goes to whoever
 * runs the service and is no file of ours: core/base/log.ts lets nothing into it that leads to a person.
 */
import { MINUTE, now } from "../../base/clock.ts";
import { QUEUES, type QueueName } from "../../base/queue.ts";
import { hidesSome } from "../../base/queue-look.ts";
import type { RetentionRule } from "../retention.ts";
import { dropMessages, scanBuckets, scanQueues } from "./scan-places.ts";
import { dropRows, scanTables } from "./scan-tables.ts";
import type { Traces } from "./traces.ts";

/** A place and how much of it was looked at: `columns` of a table; `hidden` messages are not due or in hand. */
export type Looked =
  | { kind: "table"; name: string; rows: number; columns: number }
  | { kind: "bucket"; name: string; keys: number; found: number }
  | { kind: "queue"; name: string; messages: number; hidden: number };
/** Where something was found (table.column, bucket or queue) and how often; never what. */
export type Found = { place: string; count: number };

export type ScanReport = {
  /** Nothing is left but what the map keeps by law. */
  clean: boolean;
  /** Until then a message that nobody could look at may name the person; to be scanned again afterwards. */
  waitUntil?: Date;
  looked: Looked[];
  leftovers: Found[];
  kept: (Found & { rule: RetentionRule; because: string })[];
};

/** The longest that a message is delayed (SQS API reference, SendMessage), and some time for a worker to end with it. */
const LONGEST_ON_ITS_WAY = 16 * MINUTE;
/** Its messages name erasures and no person, and the one that is handled now is always hidden. */
const OWN_QUEUE: QueueName = "erase";

/**
 * Until when to wait before a scan, for a message that nobody can look at now; undefined when every one can be looked at or
 * has had its time. Costs a request a queue: a scan reads every table.
 */
export async function messagesUntil(traces: Traces): Promise<Date | undefined> {
  const arrived = arrivalOf(traces);
  if (arrived <= now()) return undefined;
  for (const queue of QUEUES) if (queue !== OWN_QUEUE && (await hidesSome(queue))) return arrived;
  return undefined;
}

const arrivalOf = ({ collectedAt }: Traces) => new Date(new Date(collectedAt).getTime() + LONGEST_ON_ITS_WAY);

/** Searches everything for the traces of one person. Throws for a table that cannot be read. */
export async function scanFor(traces: Traces): Promise<ScanReport> {
  const [report] = await scanForAll([traces]);
  if (!report) throw new Error("a scan without a report");
  return report;
}

/** The same for several people in one pass over the tables and queues: the reports in their order. */
export async function scanForAll(people: readonly Traces[]): Promise<ScanReport[]> {
  const queues = await scanQueues(people);
  const tables = await scanTables(people);
  const reports: ScanReport[] = [];
  for (const [person, traces] of people.entries()) {
    const buckets = await scanBuckets(traces);
    const hits = tables.flatMap((table) => table.hits).filter((hit) => hit.person === person);
    const leftovers = [
      ...hits.flatMap(({ place, count, kept }) => (kept ? [] : [{ place, count }])),
      ...queues.map(({ name, counts }) => ({ place: `queue ${name}`, count: counts[person] ?? 0 })),
      ...buckets.map(({ name, found }) => ({ place: `bucket ${name}`, count: found })),
    ].filter(({ count }) => count > 0);
    const onTheirWay = queues.some(({ name, hidden }) => hidden > 0 && name !== OWN_QUEUE);
    const arrived = arrivalOf(traces);
    reports.push({
      clean: leftovers.length === 0,
      ...(onTheirWay && arrived > now() ? { waitUntil: arrived } : {}),
      leftovers,
      kept: hits.flatMap(({ place, count, kept }) =>
        kept ? [{ place, count, rule: kept.keep, because: kept.because }] : [],
      ),
      looked: [
        ...tables.map(({ name, rows, columns }): Looked => ({ kind: "table", name, rows, columns })),
        ...queues.map(
          ({ name, looked, hidden }): Looked => ({ kind: "queue", name, messages: looked, hidden }),
        ),
        ...buckets.map((look): Looked => ({ kind: "bucket", ...look })),
      ],
    });
  }
  return reports;
}

/**
 * Deletes what names a person and belongs to nobody's rows: messages in queues and dead-letter queues, and rows of tables
 * about nobody (the outbox). Rows by identifiers only. Returns how many of each.
 */
export async function dropMentions(traces: Traces): Promise<{ messages: number; rows: number }> {
  // The rows first: one that is still to be sent would become a message of a queue that was already looked into.
  const rows = await dropRows(traces);
  return { messages: await dropMessages(traces), rows };
}
