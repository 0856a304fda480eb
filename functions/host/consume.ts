/** Feeds the queue functions on a host: sqs-consumer receives, the very handlers of the cloud do the work. */
import { ChangeMessageVisibilityBatchCommand, type Message } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Consumer } from "sqs-consumer";
import { log } from "../../core/base/log.ts";
import { QUEUE_URLS, QUEUES, type QueueName } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import * as Erase from "../queue/erase.ts";
import * as Export from "../queue/export.ts";
import * as Generate from "../queue/generate.ts";
import * as Mail from "../queue/mail.ts";
import * as Media from "../queue/media.ts";
import { WORK } from "../queue/queues.ts";
import * as RemoteDelete from "../queue/remote-delete.ts";
import { VISIBILITY_SECONDS } from "./queues.ts";
import { within } from "./within.ts";

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

const HANDLERS: Record<QueueName, Handler> = {
  generate: Generate.handler,
  media: Media.handler,
  mail: Mail.handler,
  "remote-delete": RemoteDelete.handler,
  export: Export.handler,
  erase: Erase.handler,
};
/** How often a message in hand is hidden from others anew. */
const HEARTBEAT_SECONDS = 10;

type Receiver = { stop(patience: number): Promise<void> };

async function handle(handler: Handler, messages: Message[]): Promise<Message[]> {
  const Records = messages.map((message) => ({ messageId: message.MessageId, body: message.Body }));
  const { batchItemFailures } = await handler({ Records } as SQSEvent);
  const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
  return messages.filter((message) => !failed.has(message.MessageId ?? ""));
}

function receive(queue: QueueName, handler: Handler): Receiver {
  let inHand: Message[] = [];
  let stopping = false;
  const consumer = Consumer.create({
    sqs,
    queueUrl: QUEUE_URLS[queue],
    batchSize: WORK[queue].batch,
    waitTimeSeconds: 20,
    visibilityTimeout: VISIBILITY_SECONDS,
    heartbeatInterval: HEARTBEAT_SECONDS,
    handleMessageBatch: (messages) => {
      inHand = messages;
      return handle(handler, messages);
    },
  });
  consumer.on("response_processed", () => {
    inHand = [];
  });
  consumer.on("error", (error) => {
    if (!stopping) log.error("queue.failed", { queue }, error); // a receive that `stop` breaks off is no failure
  });
  consumer.start();
  return {
    stop: async (patience) => {
      stopping = true;
      // Breaking off would also break the acknowledgement of what is in hand.
      consumer.stop({ abort: inHand.length === 0 });
      if (inHand.length === 0) return;
      const done = new Promise<void>((resolve) => void consumer.once("response_processed", () => resolve()));
      if (!(await within(patience, done))) await handBack(queue, inHand);
    },
  };
}

/** Makes messages that could not be finished receivable at once. */
async function handBack(queue: QueueName, messages: Message[]): Promise<void> {
  log.warn("queue.handed_back", { queue, count: messages.length });
  const Entries = messages.map(({ MessageId, ReceiptHandle }) => ({
    Id: MessageId,
    ReceiptHandle,
    VisibilityTimeout: 0,
  }));
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: QUEUE_URLS[queue], Entries }));
}

/** Starts receiving from every queue. `stop` takes no more, and hands back what is not done after `patience` ms. */
export function startConsumers(handlers = HANDLERS): Receiver {
  const receivers = QUEUES.flatMap((queue) =>
    Array.from({ length: WORK[queue].receivers }, () => receive(queue, handlers[queue])),
  );
  return {
    stop: async (patience) => void (await Promise.all(receivers.map((each) => each.stop(patience)))),
  };
}
