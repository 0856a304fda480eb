/**
 * How queues are named: by URL, by ARN, by the redrive policy of another one.
 * Invariant: a queue URL is resolved by its last segment, so that it stays good when the port changes.
 */
import { createHash } from "node:crypto";
import { SqsError } from "./sqs-error.ts";
import { MAX_MESSAGE_BYTES, parseInput, RedrivePolicy } from "./sqs-input.ts";
import type { Waiting } from "./sqs-poll.ts";
import type { Queue, Redrive, SqsStore } from "./sqs-store.ts";

/** `url`: the server as the caller addressed it. */
export type Sqs = { store: SqsStore; waiting: Waiting; region: string; url: string };

const ACCOUNT = "000000000000";

/** Of a queue whose creator says nothing else, as at AWS. */
export const DEFAULTS = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  MaximumMessageSize: String(MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
};

/** The queue of a URL. Throws QueueDoesNotExist. */
export function findQueue({ store }: Sqs, input: { QueueUrl: string }): Queue {
  return store.getQueue(input.QueueUrl.split("/").at(-1) ?? "");
}

/** Attributes with `given` put over them. Throws when the redrive policy names no queue. */
export function merge(
  sqs: Sqs,
  attributes: Record<string, string>,
  given: Record<string, string | undefined>,
): Record<string, string> {
  redriveOf(sqs, given.RedrivePolicy);
  return { ...attributes, ...given } as Record<string, string>;
}

/** The policy, checked; undefined for none (SQS takes the empty text for "none"). */
export function redriveOf(sqs: Sqs, policy: string | undefined): Redrive | undefined {
  if (!policy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = parseInput(RedrivePolicy, policy);
  return { target: queueOfArn(sqs, deadLetterTargetArn), maxReceiveCount };
}

/** The name of the queue of an ARN. Throws InvalidParameterValue for another region or account. */
export function queueOfArn(sqs: Sqs, arn: string): string {
  const name = arn.split(":").at(-1) ?? "";
  if (arn !== arnOf(sqs, name))
    throw new SqsError("InvalidParameterValue", `${arn} is no queue of this server.`);
  return sqs.store.getQueue(name).name;
}

/** Those that the caller asked for; "All" is all of them. */
export function pick(all: Record<string, string>, names: string[]): Record<string, string> {
  if (names.includes("All")) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

/** The ARN of a queue by its name. */
export function arnOf({ region }: Sqs, name: string): string {
  return `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
}

/** The URL of a queue by its name, at the address that the caller used. */
export function urlOf({ url }: Sqs, name: string): string {
  return `${url}/${ACCOUNT}/${name}`;
}

/** In hex: the SDK compares it with what it sent or got. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
