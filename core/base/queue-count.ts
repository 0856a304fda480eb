/** How many messages wait in the queues, by the queues' own estimates. Loads the SDK: for whoever looks, not for the API's start. */
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { refuseInTransaction } from "./database.ts";
import { QUEUE_URLS, type QueueName } from "./queue.ts";
import { sqs } from "./queue-client.ts";
import { deadLettersOf } from "./queue-look.ts";

/** Messages that wait or are in hand, and those that were given up; null where a queue keeps none of these. */
export type MessageCount = { waiting: number; dead: number | null };

/** Counts the messages of a queue and of its dead-letter queue. Throws when they cannot be reached. */
export async function countMessages(queue: QueueName): Promise<MessageCount> {
  refuseInTransaction();
  const letters = await deadLettersOf(queue);
  const [waiting, dead] = await Promise.all([countIn(QUEUE_URLS[queue]), letters && countIn(letters.url)]);
  return { waiting, dead: dead ?? null };
}

async function countIn(url: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
