/**
 * What every queue function shares: parse, run each message on its own, and report the ones that failed, so that only
 * those come back (partial batch answers). A message that keeps failing ends in the dead-letter queue.
 */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as v from "valibot";
import { actAs } from "../../core/base/actor.ts";
import { log } from "../../core/base/log.ts";
import type { QueueName } from "../../core/base/queue.ts";
import { standing } from "../../core/privacy/journal/standing.ts";

/** A handler of SQS events for one queue. `handle` either returns (done) or throws (again, later). */
export function consumer<S extends v.GenericSchema>(
  queue: QueueName,
  schema: S,
  handle: (message: v.InferOutput<S>) => Promise<void>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const processor = new BatchProcessor(EventType.SQS);
  const runRecord = async (record: SQSRecord): Promise<void> => {
    const facts = { requestId: record.messageId, locale: "en" } as const;
    await actAs({ type: "task", name: queue }, () => runOne(record), facts);
  };
  const runOne = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(v.parse(schema, JSON.parse(record.body)));
    } catch (error) {
      log.error("message.failed", { queue, messageId: record.messageId }, error);
      throw error;
    }
  };
  return async (event) => {
    // A restored backup does no work before the journal was replayed: the messages come back later.
    if ((await standing()) !== "current") throw new Error("the database is older than its journal");
    return processPartialResponse(event, runRecord, processor, { throwOnFullBatchFailure: false });
  };
}
