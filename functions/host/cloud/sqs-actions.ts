/**
 * The SQS actions that the project calls, on standard queues.
 * Invariant: a queue URL is resolved by its last segment, so that it stays good when the port changes.
 */
import { createHash, randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { GenericSchema, InferOutput } from "valibot";
import { SqsError } from "./sqs-error.ts";
import * as Input from "./sqs-input.ts";
import { isListening, type Waiting } from "./sqs-poll.ts";
import type { Message, Queue, Redrive, SqsStore } from "./sqs-store.ts";

export type Sqs = { store: SqsStore; waiting: Waiting; region: string; url: string };
type Answer = Record<string, unknown>;
type Action = (sqs: Sqs, input: unknown, response: ServerResponse) => Answer | Promise<Answer>;
type Given = Record<string, string | undefined>;

const DEFAULTS = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  MaximumMessageSize: String(Input.MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
};
const ACCOUNT = "000000000000";

/** By name; any other answers 501. */
export const ACTIONS: Record<string, Action> = {
  CreateQueue: action(Input.NewQueue, (sqs, { QueueName: name, Attributes }) => {
    if (!sqs.store.hasQueue(name)) sqs.store.putQueue({ name, attributes: merge(sqs, DEFAULTS, Attributes) });
    const { attributes } = sqs.store.getQueue(name);
    if (Object.entries(Attributes).some(([key, value]) => attributes[key] !== value)) {
      throw new SqsError("QueueNameExists", "A queue with this name and other attributes exists already.");
    }
    return { QueueUrl: urlOf(sqs, name) };
  }),
  GetQueueUrl: action(Input.QueueName, (sqs, { QueueName }) => ({
    QueueUrl: urlOf(sqs, sqs.store.getQueue(QueueName).name),
  })),
  GetQueueAttributes: action(Input.AttributeNames, (sqs, input) => {
    const { name, attributes } = findQueue(sqs, input);
    const { ready, inFlight, delayed } = sqs.store.count(name);
    const all = {
      ...attributes,
      QueueArn: arnOf(sqs, name),
      ApproximateNumberOfMessages: String(ready),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    };
    return { Attributes: pick(all, input.AttributeNames) };
  }),
  SetQueueAttributes: action(Input.QueueAttributes, (sqs, input) => {
    const { name, attributes } = findQueue(sqs, input);
    sqs.store.putQueue({ name, attributes: merge(sqs, attributes, input.Attributes) });
    return {};
  }),
  PurgeQueue: action(Input.Queue, (sqs, input) => {
    sqs.store.purge(findQueue(sqs, input).name);
    return {};
  }),
  SendMessage: action(Input.NewMessage, (sqs, input) => send(sqs, findQueue(sqs, input), input)),
  SendMessageBatch: batch(Input.NewMessageEntry, send),
  ReceiveMessage: action(Input.Receive, receive),
  DeleteMessage: action(Input.Held, (sqs, input) => remove(sqs, findQueue(sqs, input), input)),
  DeleteMessageBatch: batch(Input.HeldEntry, remove),
  ChangeMessageVisibility: action(Input.Visibility, (sqs, input) => hide(sqs, findQueue(sqs, input), input)),
  ChangeMessageVisibilityBatch: batch(Input.VisibilityEntry, hide),
  StartMessageMoveTask: action(Input.MoveTask, (sqs, { SourceArn, DestinationArn }) => {
    const target = DestinationArn === undefined ? null : queueOfArn(sqs, DestinationArn);
    sqs.store.redrive(queueOfArn(sqs, SourceArn), target);
    return { TaskHandle: randomUUID() };
  }),
};

function action<S extends GenericSchema>(
  schema: S,
  run: (sqs: Sqs, input: InferOutput<S>, response: ServerResponse) => Answer | Promise<Answer>,
): Action {
  return (sqs, input, response) => run(sqs, Input.parseInput(schema, input), response);
}

/** Runs each entry by itself: one that is refused does not stop the others. */
function batch<S extends GenericSchema>(
  schema: S,
  run: (sqs: Sqs, queue: Queue, entry: InferOutput<S>) => Answer,
): Action {
  return action(Input.Batch, (sqs, input) => {
    const queue = findQueue(sqs, input);
    requireBatch(input.Entries);
    const Successful: Answer[] = [];
    const Failed: Answer[] = [];
    sqs.store.atomically(() => {
      for (const entry of input.Entries) {
        try {
          Successful.push({ Id: entry.Id, ...run(sqs, queue, Input.parseInput(schema, entry)) });
        } catch (error) {
          if (!(error instanceof SqsError)) throw error;
          Failed.push({ Id: entry.Id, SenderFault: true, Code: error.queryCode, Message: error.message });
        }
      }
    });
    return { Successful, Failed };
  });
}

function requireBatch(entries: { Id: string; MessageBody?: unknown }[]): void {
  const ids = new Set(entries.map((entry) => entry.Id));
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry.MessageBody ?? "")), 0);
  if (entries.length === 0) throw new SqsError("EmptyBatchRequest", "There is no entry in the request.");
  if (entries.length > 10) throw new SqsError("TooManyEntriesInBatchRequest", "Ten entries are the most.");
  if (ids.size < entries.length) throw new SqsError("BatchEntryIdsNotDistinct", "Ids must be distinct.");
  if (bytes > Input.MAX_MESSAGE_BYTES) throw new SqsError("BatchRequestTooLong", "The batch is too long.");
}

function send(
  { store }: Sqs,
  { name, attributes }: Queue,
  message: { MessageBody: string; DelaySeconds?: number | undefined },
): Answer {
  const { MessageBody: body, DelaySeconds = Number(attributes.DelaySeconds) } = message;
  if (Buffer.byteLength(body) > Number(attributes.MaximumMessageSize)) {
    throw new SqsError("InvalidParameterValue", `The limit is ${attributes.MaximumMessageSize} bytes.`);
  }
  return { MessageId: store.send(name, body, DelaySeconds), MD5OfMessageBody: md5(body) };
}

async function receive(sqs: Sqs, input: InferOutput<typeof Input.Receive>, response: ServerResponse) {
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

function describe(sqs: Sqs, message: Message, names: string[]): Answer {
  const attributes = {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
    SenderId: ACCOUNT,
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

function remove({ store }: Sqs, { name }: Queue, held: { ReceiptHandle: string }): Answer {
  store.remove(name, held.ReceiptHandle);
  return {};
}

function hide(
  { store }: Sqs,
  { name }: Queue,
  held: { ReceiptHandle: string; VisibilityTimeout: number },
): Answer {
  store.hide(name, held.ReceiptHandle, held.VisibilityTimeout);
  return {};
}

function findQueue({ store }: Sqs, input: { QueueUrl: string }): Queue {
  return store.getQueue(input.QueueUrl.split("/").at(-1) ?? "");
}

/** Attributes with `given` put over them. Throws when the redrive policy names no queue. */
function merge(sqs: Sqs, attributes: Record<string, string>, given: Given): Record<string, string> {
  redriveOf(sqs, given.RedrivePolicy);
  return { ...attributes, ...given } as Record<string, string>;
}

/** The policy, checked; undefined for none (SQS takes the empty text for "none"). */
function redriveOf(sqs: Sqs, policy: string | undefined): Redrive | undefined {
  if (!policy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = Input.parseInput(Input.RedrivePolicy, policy);
  return { target: queueOfArn(sqs, deadLetterTargetArn), maxReceiveCount };
}

function queueOfArn(sqs: Sqs, arn: string): string {
  const name = arn.split(":").at(-1) ?? "";
  if (arn !== arnOf(sqs, name))
    throw new SqsError("InvalidParameterValue", `${arn} is no queue of this server.`);
  return sqs.store.getQueue(name).name;
}

function pick(all: Record<string, string>, names: string[]): Record<string, string> {
  if (names.includes("All")) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function arnOf({ region }: Sqs, name: string): string {
  return `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
}

function urlOf({ url }: Sqs, name: string): string {
  return `${url}/${ACCOUNT}/${name}`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
