/** Runs what waits in this file's queues through the real handlers, until nothing is left. No sleeping: delays are zero. */
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { QUEUE_URLS, type QueueName } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** Receives once from a queue. Messages whose handler failed stay invisible for their timeout, as in the cloud. */
async function runOnce(queue: QueueName, handler: Handler): Promise<number> {
  const QueueUrl = QUEUE_URLS[queue];
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const records = Messages.map((message) => ({
    messageId: message.MessageId ?? "",
    body: message.Body ?? "",
  }));
  if (records.length === 0) return 0;
  const { batchItemFailures } = await handler({ Records: records } as SQSEvent);
  const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
  for (const message of Messages)
    if (!failed.has(message.MessageId ?? ""))
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return records.length;
}

/** Drains the named queues; at most `rounds` receives, so that a job that never ends cannot hang a test. */
export async function drain(handlers: Partial<Record<QueueName, Handler>>, rounds = 200): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    let handled = 0;
    for (const [queue, handler] of Object.entries(handlers))
      handled += await runOnce(queue as QueueName, handler);
    if (handled === 0) return;
  }
}
