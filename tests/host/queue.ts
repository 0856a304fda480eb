/** A queue of the local SQS and what one does with it. */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

export const ARN = "arn:aws:sqs:fr-par:000000000000:";

/** Creates the queue. */
export async function openQueue(sqs: SQSClient, name = "work", attributes: Record<string, string> = {}) {
  const { QueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  const at = { QueueUrl };
  return {
    at,
    send: (MessageBody: string, DelaySeconds?: number) =>
      sqs.send(new SendMessageCommand({ ...at, MessageBody, DelaySeconds })),
    receive: async (more: Partial<ReceiveMessageCommandInput> = {}, signal?: AbortSignal) => {
      const input = {
        ...at,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All" as const],
        ...more,
      };
      const answer = await sqs.send(new ReceiveMessageCommand(input), signal ? { abortSignal: signal } : {});
      return answer.Messages ?? [];
    },
    remove: (ReceiptHandle: string | undefined) =>
      sqs.send(new DeleteMessageCommand({ ...at, ReceiptHandle })),
    hide: (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ ...at, ReceiptHandle, VisibilityTimeout })),
    attributes: async () =>
      (await sqs.send(new GetQueueAttributesCommand({ ...at, AttributeNames: ["All"] }))).Attributes ?? {},
  };
}

/** Signatures are made with the real time, so the clock may move at most a quarter of an hour. */
export function movableClock() {
  let offset = 0;
  return { now: () => Date.now() + offset, advance: (seconds: number) => (offset += seconds * 1000) };
}
