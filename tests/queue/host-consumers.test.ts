/** The host's receivers against a real queue, with handlers that the tests hold in their hand. */
import { GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { QUEUE_URLS, sendMessages } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { startConsumers } from "../../functions/host/consume.ts";

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;
const done: Handler = async () => ({ batchItemFailures: [] });
const idle = { generate: done, media: done, mail: done, "remote-delete": done, export: done, erase: done };

const send = (...notes: string[]) =>
  sendMessages(
    "mail",
    notes.map((note) => ({ id: note, body: { note }, delaySeconds: 0 })),
  );
const noteOf = (record: { body: string }): string => JSON.parse(record.body).note;

async function counts() {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: QUEUE_URLS.mail, AttributeNames: [...names] }),
  );
  return names.map((name) => Number(answer.Attributes?.[name]));
}

async function receive(): Promise<string[]> {
  const answer = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: QUEUE_URLS.mail, MaxNumberOfMessages: 10 }),
  );
  return (answer.Messages ?? []).map((message) => noteOf({ body: message.Body ?? "" }));
}

/** A mail handler that says when it began and ends when told to. */
function held() {
  let finish: (result: SQSBatchResponse) => void = () => {};
  let begin: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const mail: Handler = () => {
    begin();
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  return { handlers: { ...idle, mail }, begun, finish: () => finish({ batchItemFailures: [] }) };
}

test("a message that failed stays for later, those beside it are done", async () => {
  const mail: Handler = async ({ Records }) => ({
    batchItemFailures: Records.filter((record) => noteOf(record) === "bad").map((record) => ({
      itemIdentifier: record.messageId,
    })),
  });
  const consumers = startConsumers({ ...idle, mail });
  await send("good", "bad", "fine");
  await expect.poll(counts).toEqual([0, 1]);
  await consumers.stop(1_000);
});

test("stopping waits for the work in hand, which is then done for good", async () => {
  const { handlers, begun, finish } = held();
  const before = await counts();
  await send("slow");
  const consumers = startConsumers(handlers);
  await begun;
  const stopping = consumers.stop(10_000);
  finish();
  await stopping;
  expect(await counts()).toEqual(before);
});

test("work that does not end in time is handed back and can be taken at once", async () => {
  const { handlers, begun } = held();
  await send("endless");
  const consumers = startConsumers(handlers);
  await begun;
  await consumers.stop(10);
  expect(await receive()).toEqual(["endless"]);
});

test("idle receivers stop at once and take no message that comes later", async () => {
  const consumers = startConsumers(idle);
  await consumers.stop(10_000);
  await send("late");
  expect(await receive()).toEqual(["late"]);
});
