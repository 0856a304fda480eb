import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { db } from "../../../core/base/database.ts";
import { QUEUE_URLS } from "../../../core/base/queue.ts";
import { sqs } from "../../../core/base/queue-client.ts";
import { outbox } from "../../../core/outbox/outbox.sql.ts";
import { relayOutbox } from "../../../core/outbox/outbox.ts";
import { owner } from "../../support/owner.ts";

const waiting = async (): Promise<number> => {
  const QueueUrl = QUEUE_URLS["remote-delete"];
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
};

test("several relays at the same time send each of many messages once, and leave none behind", async () => {
  await owner`analyze outbox`;
  const rows = Array.from({ length: 137 }, (_, n) => ({
    queue: "remote-delete" as const,
    body: { n },
    delaySeconds: 0,
  }));
  await db().insert(outbox).values(rows);
  const sent = await Promise.all([relayOutbox(), relayOutbox(), relayOutbox(), relayOutbox()]);
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(137);
  expect(await waiting()).toBe(137);
  expect(await owner`select id from outbox`).toHaveLength(0);
});
