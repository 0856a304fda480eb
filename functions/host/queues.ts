/** The queues of a local stack: each with its dead-letter queue, as the infrastructure makes them in the cloud. */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_SECONDS, MAX_RECEIVES } from "../queue/queues.ts";

/** After a crash a message comes back this late. While it is worked on the consumer keeps it, however long that takes. */
export const VISIBILITY_SECONDS = 30;

/** Makes a queue and its dead-letter queue, or brings those that exist to these settings. Returns the queue's URL. */
export async function createQueue(sqs: SQSClient, name: string): Promise<string> {
  const dead = await openQueue(sqs, `${name}-dead`, {
    MessageRetentionPeriod: String(DEAD_LETTER_SECONDS),
  });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
  );
  const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: MAX_RECEIVES };
  return openQueue(sqs, name, {
    VisibilityTimeout: String(VISIBILITY_SECONDS),
    RedrivePolicy: JSON.stringify(redrive),
  });
}

async function openQueue(sqs: SQSClient, name: string, attributes: Record<string, string>): Promise<string> {
  // Attributes are set apart: to create a queue that exists with other ones is an error.
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  return QueueUrl;
}
