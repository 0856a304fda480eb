/** Looking into the queues: messages that wait, and dead letters, without losing one that is to stay. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { refuseInTransaction } from "./database.ts";
import { QUEUE_URLS, type QueueName } from "./queue.ts";
import { sqs } from "./queue-client.ts";

const RedrivePolicy = v.object({
  deadLetterTargetArn: v.string(),
  maxReceiveCount: v.pipe(v.unknown(), v.transform(Number)),
});
/** Long enough to look at what one look takes; after it, what was not put back can be received again by itself. */
const HIDDEN_SECONDS = 120;
/** More messages than this are not held at once: the others are looked at by the next look. */
const MOST = 5000;

export type DeadLetters = { url: string; maxReceives: number };

/** The dead-letter queue of a queue, and after how many receives a message goes there; undefined when it has none. */
export async function deadLettersOf(queue: QueueName): Promise<DeadLetters | undefined> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: QUEUE_URLS[queue], AttributeNames: ["RedrivePolicy"] }),
  );
  if (!Attributes?.RedrivePolicy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = v.parse(
    RedrivePolicy,
    JSON.parse(Attributes.RedrivePolicy),
  );
  const name = deadLetterTargetArn.split(":").at(-1);
  const { QueueUrl: url = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return { url, maxReceives: maxReceiveCount };
}

/** What a service says of a key that is not its own; one that lacks a right is another matter. */
const UNKNOWN_KEY =
  /^(InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|SignatureDoesNotMatch)$/;

/**
 * Whether there is such a queue. True while nobody can say: a service that does not answer is no missing queue. Throws when
 * it does not know the key.
 */
export const hasQueue = (queue: QueueName): Promise<boolean> =>
  hiddenIn(QUEUE_URLS[queue]).then(
    () => true,
    // By the older name in the protocol that some stores still speak.
    (error: Error) => {
      if (UNKNOWN_KEY.test(error.name)) throw error;
      return !/QueueDoesNotExist|NonExistentQueue/.test(error.name);
    },
  );

/** What a look saw. `hidden`: in the hands of a worker or not due yet, so nobody can look at it; `taken`: deleted. */
export type QueueLook = { looked: number; hidden: number; taken: number };

/**
 * Shows the bodies of the messages that wait in a queue, or in its dead-letter queue. `judge` says of each whether it is
 * to be deleted; every other one can be received again at once. A look counts as a receive, so a message that one more
 * would turn into a dead letter is put back as a copy: sent first and deleted then, twice rather than never.
 */
export async function lookInto(
  queue: QueueName,
  dead: boolean,
  judge: (bodies: string[]) => Promise<boolean[]>,
): Promise<QueueLook> {
  refuseInTransaction();
  const letters = await deadLettersOf(queue);
  const url = dead ? letters?.url : QUEUE_URLS[queue];
  if (!url) return { looked: 0, hidden: 0, taken: 0 };
  const hidden = await hiddenIn(url);
  const messages = await receiveAll(url);
  const verdicts = new Map<Message, boolean>();
  try {
    const judged = await judge(messages.map(({ Body }) => Body ?? ""));
    for (const [index, message] of messages.entries()) verdicts.set(message, judged[index] === true);
  } finally {
    for (const message of messages)
      await (verdicts.get(message)
        ? remove(url, message)
        : putBack(url, message, dead ? undefined : letters));
  }
  return { looked: messages.length, hidden, taken: [...verdicts.values()].filter(Boolean).length };
}

/** Whether nobody can look at some message of a queue at this moment: in the hands of a worker, or not due yet. */
export async function hidesSome(queue: QueueName): Promise<boolean> {
  refuseInTransaction();
  return (await hiddenIn(QUEUE_URLS[queue])) > 0;
}

async function hiddenIn(url: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"],
    }),
  );
  const { ApproximateNumberOfMessagesNotVisible: held, ApproximateNumberOfMessagesDelayed: delayed } =
    Attributes;
  return Number(held ?? 0) + Number(delayed ?? 0);
}

async function receiveAll(url: string): Promise<Message[]> {
  const all: Message[] = [];
  while (all.length < MOST) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );
    if (Messages.length === 0) break;
    all.push(...Messages);
  }
  return all;
}

const remove = async (url: string, message: Message): Promise<void> =>
  void (await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle })));

async function putBack(url: string, message: Message, letters: DeadLetters | undefined): Promise<void> {
  const receives = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
  if (letters && receives + 1 >= letters.maxReceives) {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: message.Body }));
    return remove(url, message);
  }
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: message.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
}
