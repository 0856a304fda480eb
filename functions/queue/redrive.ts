/**
 * Moves the messages of every dead-letter queue back to where they came from, once their cause has been mended, and says
 * how many. Consumers are idempotent, so a message that was handled in the meantime does nothing.
 */
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { QUEUE_URLS, QUEUES, type QueueName } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { deadLettersOf } from "../../core/base/queue-look.ts";

/** Long enough to move a batch; after it, what was not moved can be received again. */
const HIDDEN_SECONDS = 60;

/** Sends first and deletes then: a redrive that dies in between leaves a message twice, never not at all. */
async function moveBack(message: Message, from: string, to: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: message.Body }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: message.ReceiptHandle }));
}

/** Moves everything back to one queue. Returns how many messages that were. */
export async function redrive(queue: QueueName): Promise<number> {
  const from = (await deadLettersOf(queue))?.url;
  let moved = 0;
  while (from) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) await moveBack(message, from, QUEUE_URLS[queue]);
    moved += Messages.length;
  }
  return moved;
}

export async function command(): Promise<string> {
  const lines: string[] = [];
  for (const queue of QUEUES) lines.push(`${queue}: ${await redrive(queue)} moved back`);
  return lines.join("\n");
}
