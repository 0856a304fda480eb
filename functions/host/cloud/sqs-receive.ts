/** ReceiveMessage: now, or by a long poll. */
import type { ServerResponse } from "node:http";
import type { InferOutput } from "valibot";
import type { Receive } from "./sqs-input.ts";
import { isListening } from "./sqs-poll.ts";
import { arnOf, findQueue, md5, pick, redriveOf, type Sqs } from "./sqs-queue.ts";
import type { Message } from "./sqs-store.ts";

/** Up to ten messages; waits for the first one as long as the caller or the queue says. */
export async function receive(sqs: Sqs, input: InferOutput<typeof Receive>, response: ServerResponse) {
  const queue = findQueue(sqs, input);
  const seconds = input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
  const hidden = input.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout);
  const deadline = performance.now() + seconds * 1000;
  const redrive = redriveOf(sqs, queue.attributes.RedrivePolicy);
  const names = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  while (await isListening(response)) {
    const messages = sqs.store.receive(queue, input.MaxNumberOfMessages, hidden, redrive);
    const left = deadline - performance.now();
    if (messages.length > 0) return { Messages: messages.map((message) => describe(sqs, message, names)) };
    if (left <= 0) break;
    await sqs.waiting.wait(queue.name, Math.min(left, sqs.store.untilNext(queue.name)), response);
  }
  return {};
}

function describe(sqs: Sqs, message: Message, names: string[]): Record<string, unknown> {
  const attributes = {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
    ...(message.source !== null && { DeadLetterQueueSourceArn: arnOf(sqs, message.source) }),
  };
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: pick(attributes, names),
  };
}
