/**
 * What the SQS actions accept, with the limits of the service. A field that is not listed is refused: one that
 * does something in the cloud must not silently do nothing here.
 * Source: Amazon SQS API reference; developer guide, "Amazon SQS quotas".
 */
import * as v from "valibot";
import { SqsError } from "./sqs-error.ts";

/** The limit of one message, and of all messages of a batch together. */
export const MAX_MESSAGE_BYTES = 1_048_576;

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
/** Queue attributes travel as text. */
const wholeText = (min: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max,
        `not ${min} to ${max}`,
      ),
    ),
  );

export const RedrivePolicy = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    deadLetterTargetArn: v.string(),
    maxReceiveCount: v.pipe(v.union([v.string(), v.number()]), v.transform(Number), whole(1, 1000)),
  }),
);

const Attributes = v.strictObject({
  VisibilityTimeout: wholeText(0, 43_200),
  DelaySeconds: wholeText(0, 900),
  MaximumMessageSize: wholeText(1024, MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: wholeText(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: wholeText(0, 20),
  RedrivePolicy: v.optional(v.string()),
});

/** The characters that SQS takes: those that XML 1.0 can carry. */
const isBody = (text: string) => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u.test(text);
const message = {
  MessageBody: v.pipe(v.string(), v.check(isBody, "empty or invalid characters")),
  DelaySeconds: v.optional(whole(0, 900)),
};
const held = { ReceiptHandle: v.string() };
const visibility = { ...held, VisibilityTimeout: whole(0, 43_200) };
const entry = { Id: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)) };
const queue = { QueueUrl: v.string() };
const names = v.optional(v.array(v.string()), []);

export const QueueName = v.strictObject({ QueueName: v.string() });
export const Queue = v.strictObject(queue);
export const NewQueue = v.strictObject({
  QueueName: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)),
  Attributes: v.optional(Attributes, {}),
});
export const QueueAttributes = v.strictObject({ ...queue, Attributes });
export const AttributeNames = v.strictObject({ ...queue, AttributeNames: names });
export const NewMessage = v.strictObject({ ...queue, ...message });
export const NewMessageEntry = v.strictObject({ ...entry, ...message });
export const Receive = v.strictObject({
  ...queue,
  MaxNumberOfMessages: v.optional(whole(1, 10), 1),
  VisibilityTimeout: v.optional(whole(0, 43_200)),
  WaitTimeSeconds: v.optional(whole(0, 20)),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  /** Taken but without effect: messages with attributes are refused when sent. */
  MessageAttributeNames: names,
});
export const Held = v.strictObject({ ...queue, ...held });
export const HeldEntry = v.strictObject({ ...entry, ...held });
export const Visibility = v.strictObject({ ...queue, ...visibility });
export const VisibilityEntry = v.strictObject({ ...entry, ...visibility });
export const Batch = v.strictObject({ ...queue, Entries: v.array(v.looseObject({ Id: v.string() })) });
export const MoveTask = v.strictObject({ SourceArn: v.string(), DestinationArn: v.optional(v.string()) });

/** The input as `schema` has it. Throws SqsError naming the field and the rule. */
export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new SqsError("InvalidParameterValue", `${v.getDotPath(issue) ?? "Input"}: ${issue.message}`);
}
