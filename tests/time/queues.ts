/**
 * The queues by the set clock. Messages travel through the real protocol to the real handlers; only a delay is kept here,
 * since a queue server counts it by the clock on the wall.
 */
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { now } from "../../core/base/clock.ts";
import { QUEUE_URLS, QUEUES, type QueueName } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { plus, SECOND } from "./calendar.ts";

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;
type Held = { dueAt: Date; QueueUrl: string; entry: SendMessageBatchRequestEntry };

/** What one receive takes at most. */
const BATCH = 10;
/** A message that failed comes back this late, and as a dead letter after so many times (functions/host/queues.ts). */
const RETRY_SECONDS = 30;
const MAX_RECEIVES = 5;

const held: Held[] = [];
const waiting = new Map<string, number>();
const failures = new Map<string, number>();
/** Messages that were given up: nothing of the kind may happen. */
export const deadLetters: string[] = [];

const handlers = new Map<QueueName, Handler>();
for (const queue of QUEUES) handlers.set(queue, (await import(`../../functions/queue/${queue}.ts`)).handler);

const add = (QueueUrl: string, count: number) => waiting.set(QueueUrl, (waiting.get(QueueUrl) ?? 0) + count);

sqs.middlewareStack.add(
  (next, context) => async (args) => {
    if (context.commandName !== "SendMessageBatchCommand") return next(args);
    const { QueueUrl = "", Entries = [] } = args.input as SendMessageBatchCommand["input"];
    const later = Entries.filter((entry) => entry.DelaySeconds);
    for (const entry of later)
      held.push({ dueAt: plus(now(), (entry.DelaySeconds ?? 0) * SECOND), QueueUrl, entry });
    const present = Entries.filter((entry) => !entry.DelaySeconds);
    const taken = later.map(({ Id }) => ({ Id, MessageId: "held", MD5OfMessageBody: "" }));
    if (present.length === 0)
      return { response: undefined, output: { Successful: taken, $metadata: {} } as never };
    add(QueueUrl, present.length);
    const answer = await next({ ...args, input: { ...args.input, Entries: present } as never });
    const output = answer.output as { Successful?: unknown[] };
    output.Successful = [...(output.Successful ?? []), ...taken];
    return answer;
  },
  { step: "initialize", name: "delaysBySetClock" },
);

/** When the next delayed message is due; undefined when none waits. */
export const nextDue = (): Date | undefined =>
  held.map(({ dueAt }) => dueAt).sort((a, b) => a.getTime() - b.getTime())[0];

async function release(): Promise<void> {
  const due = held.filter(({ dueAt }) => dueAt <= now());
  for (const each of due) {
    held.splice(held.indexOf(each), 1);
    const { DelaySeconds: _, ...entry } = each.entry;
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: each.QueueUrl, Entries: [entry] }));
  }
}

/** Runs everything that may be received now, and what follows from it. */
export async function drain(): Promise<void> {
  for (;;) {
    await release();
    let handled = 0;
    for (const queue of QUEUES) if (waiting.get(QUEUE_URLS[queue])) handled += await receive(queue);
    if (handled === 0) return;
  }
}

async function receive(queue: QueueName): Promise<number> {
  const QueueUrl = QUEUE_URLS[queue];
  const handler = handlers.get(queue);
  if (!handler) throw new Error(`no function reads the queue ${queue}`);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: BATCH }),
  );
  waiting.set(QueueUrl, Messages.length === 0 ? 0 : (waiting.get(QueueUrl) ?? 0) - Messages.length);
  if (Messages.length === 0) return 0;
  const Records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
  const { batchItemFailures } = await handler({ Records } as SQSEvent);
  const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
  for (const { MessageId = "", Body = "", ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    if (failed.has(MessageId)) comeBack(queue, Body);
  }
  return Messages.length;
}

function comeBack(queue: QueueName, body: string): void {
  const times = (failures.get(body) ?? 0) + 1;
  failures.set(body, times);
  const entry = { Id: "again", MessageBody: body };
  if (times >= MAX_RECEIVES) deadLetters.push(`${queue} ${body}`);
  else held.push({ dueAt: plus(now(), RETRY_SECONDS * SECOND), QueueUrl: QUEUE_URLS[queue], entry });
}
