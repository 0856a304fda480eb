/** The client of the queues. The API loads it with its first message (queue.ts), whatever consumes them at once. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { config } from "./config.ts";

export const sqs = new SQSClient({
  region: config.QUEUE_REGION,
  ...(config.QUEUE_ENDPOINT ? { endpoint: config.QUEUE_ENDPOINT } : {}),
  ...(config.QUEUE_ACCESS_KEY_ID && config.QUEUE_SECRET_ACCESS_KEY
    ? {
        credentials: {
          accessKeyId: config.QUEUE_ACCESS_KEY_ID,
          secretAccessKey: config.QUEUE_SECRET_ACCESS_KEY,
        },
      }
    : {}),
});
