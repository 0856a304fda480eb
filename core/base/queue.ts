/** The queues, through the SQS API. Message bodies hold identifiers only, never personal data. */
import { config } from "./config.ts";
import { refuseInTransaction } from "./database.ts";

export const QUEUES = ["generate", "media", "mail", "remote-delete", "export", "erase"] as const;
export type QueueName = (typeof QUEUES)[number];

/** Where each queue is. */
export const QUEUE_URLS: Record<QueueName, string> = {
  generate: config.QUEUE_URL_GENERATE,
  media: config.QUEUE_URL_MEDIA,
  mail: config.QUEUE_URL_MAIL,
  "remote-delete": config.QUEUE_URL_REMOTE_DELETE,
  export: config.QUEUE_URL_EXPORT,
  erase: config.QUEUE_URL_ERASE,
};

export type Outgoing = { id: string; body: unknown; delaySeconds: number };

/** Sends up to ten messages to one queue. Returns the ids of those that the queue took. */
export async function sendMessages(queue: QueueName, messages: readonly Outgoing[]): Promise<string[]> {
  refuseInTransaction();
  // Loaded by the first call: the SDK would take longer than the rest of a cold start together.
  const { SendMessageBatchCommand } = await import("@aws-sdk/client-sqs");
  const { sqs } = await import("./queue-client.ts");
  const answer = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: QUEUE_URLS[queue],
      Entries: messages.map((message) => ({
        Id: message.id,
        MessageBody: JSON.stringify(message.body),
        DelaySeconds: message.delaySeconds,
      })),
    }),
  );
  return (answer.Successful ?? []).map((entry) => entry.Id ?? "");
}
