/** The SQS actions that the project calls, on standard queues. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { GenericSchema, InferOutput } from "valibot";
import { SqsError } from "./sqs-error.ts";
import * as Input from "./sqs-input.ts";
import { arnOf, DEFAULTS, findQueue, md5, merge, pick, queueOfArn, type Sqs, urlOf } from "./sqs-queue.ts";
import { receive } from "./sqs-receive.ts";
import type { Queue } from "./sqs-store.ts";

type Answer = Record<string, unknown>;
type Action = (sqs: Sqs, input: unknown, response: ServerResponse) => Answer | Promise<Answer>;

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
