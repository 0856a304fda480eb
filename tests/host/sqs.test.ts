import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { openSqs, sqsClient } from "./cloud.ts";
import { ARN, movableClock, openQueue } from "./queue.ts";

describe("queues", () => {
  test("are created once, found by name, and refuse to be created otherwise", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs, "work", { VisibilityTimeout: "60" });
    expect((await openQueue(sqs, "work")).at).toEqual(queue.at);
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: "work" }))).toMatchObject(queue.at);
    const other = openQueue(sqs, "work", { VisibilityTimeout: "61" });
    await expect(other).rejects.toMatchObject({ name: "QueueNameExists" });
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "none" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
    await sqs.send(new SetQueueAttributesCommand({ ...queue.at, Attributes: { VisibilityTimeout: "5" } }));
    expect(await queue.attributes()).toMatchObject({ VisibilityTimeout: "5", QueueArn: `${ARN}work` });
  });

  test("refuse attributes that do not exist or are out of bounds, and a dead-letter queue that is not there", async () => {
    const { sqs } = await openSqs();
    const policy = (target: string, count: number) => ({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}${target}`, maxReceiveCount: count }),
    });
    const refused = { name: "InvalidParameterValue" };
    await expect(openQueue(sqs, "a", { VisibilityTimeout: "43201" })).rejects.toMatchObject(refused);
    await expect(openQueue(sqs, "a", { FifoQueue: "true" })).rejects.toMatchObject(refused);
    await expect(openQueue(sqs, "a.fifo")).rejects.toMatchObject(refused);
    await expect(openQueue(sqs, "a", policy("b", 3))).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    await openQueue(sqs, "b");
    await expect(openQueue(sqs, "a", policy("b", 0))).rejects.toMatchObject(refused);
    await openQueue(sqs, "a", policy("b", 3));
  });

  test("count what is ready, delayed and in flight, and can be purged", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    for (const body of ["a", "b", "c"]) await queue.send(body);
    await queue.send("later", 60);
    await queue.receive({ MaxNumberOfMessages: 1 });
    expect(await queue.attributes()).toMatchObject({
      ApproximateNumberOfMessages: "2",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    });
    await sqs.send(new PurgeQueueCommand(queue.at));
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessages: "0" });
  });

  test("refuse a wrong secret, and actions that are not implemented", async () => {
    const { url, sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const stranger = sqsClient(url, { accessKeyId: "local", secretAccessKey: "wrong" });
    await expect(openQueue(stranger)).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    const tag = sqs.send(new TagQueueCommand({ ...queue.at, Tags: { a: "b" } }));
    await expect(tag).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe("messages", () => {
  test("come back with their body, once, until deleted", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const body = JSON.stringify({ id: "é\u{1f600}", lines: "a\nb\tc" });
    const { MessageId } = await queue.send(body);
    const [message] = await queue.receive();
    expect(message).toMatchObject({ MessageId, Body: body, Attributes: { ApproximateReceiveCount: "1" } });
    expect(await queue.receive()).toEqual([]);
    await queue.remove(message?.ReceiptHandle);
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: "0" });
  });

  test("up to 1 MiB are taken, larger ones and characters outside XML refused", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const largest = "x".repeat(1_048_576);
    await queue.send(largest);
    expect((await queue.receive())[0]?.Body).toBe(largest);
    await expect(queue.send(`${largest}+`)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(queue.send("a\u0000b")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(queue.send("")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(queue.send("a", 901)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const MessageAttributes = { trace: { DataType: "String", StringValue: "x" } };
    const attributed = sqs.send(new SendMessageCommand({ ...queue.at, MessageBody: "a", MessageAttributes }));
    await expect(attributed).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("of a batch succeed or fail one by one; a batch that breaks the rules is refused whole", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const sendAll = (Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]) =>
      sqs.send(new SendMessageBatchCommand({ ...queue.at, Entries }));
    const entries = (count: number, body = "x") =>
      Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: body }));
    const mixed = await sendAll([...entries(9), { Id: "bad", MessageBody: "x", DelaySeconds: 901 }]);
    expect(mixed.Successful).toHaveLength(9);
    expect(mixed.Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "InvalidParameterValue" }]);
    await expect(sendAll(entries(11))).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
    await expect(sendAll([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
    await expect(sendAll([...entries(1), ...entries(1)])).rejects.toMatchObject({
      name: "BatchEntryIdsNotDistinct",
    });
    await expect(sendAll(entries(2, "x".repeat(600_000)))).rejects.toMatchObject({
      name: "BatchRequestTooLong",
    });

    const held = (await queue.receive()).map(({ ReceiptHandle }, index) => ({
      Id: `${index}`,
      ReceiptHandle,
    }));
    const shown = held.slice(0, 2).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ ...queue.at, Entries: shown }));
    await sqs.send(new DeleteMessageBatchCommand({ ...queue.at, Entries: held.slice(2) }));
    expect(await queue.receive()).toHaveLength(2);
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: "2" });
  });

  test("delayed by the message or by the queue come when their time has come", async () => {
    const clock = movableClock();
    const { sqs } = await openSqs({ now: clock.now });
    const queue = await openQueue(sqs, "work", { DelaySeconds: "100" });
    await queue.send("queue's delay");
    await queue.send("own delay", 200);
    await queue.send("none", 0);
    const bodies = async () => (await queue.receive()).map(({ Body }) => Body);
    expect(await bodies()).toEqual(["none"]);
    clock.advance(101);
    // The visibility of "none" (30 s) has ended too.
    expect(await bodies()).toEqual(["none", "queue's delay"]);
    clock.advance(100);
    expect(await bodies()).toContain("own delay");
  });

  test("past their retention are gone", async () => {
    const clock = movableClock();
    const { sqs } = await openSqs({ now: clock.now });
    const queue = await openQueue(sqs, "work", { MessageRetentionPeriod: "60" });
    await queue.send("old");
    clock.advance(59);
    await queue.send("young");
    clock.advance(2);
    expect((await queue.receive()).map(({ Body }) => Body)).toEqual(["young"]);
  });

  test("not deleted in time come again with a higher count, and the old receipt has no power", async () => {
    const clock = movableClock();
    const { sqs } = await openSqs({ now: clock.now });
    const queue = await openQueue(sqs, "work", { VisibilityTimeout: "10" });
    await queue.send("a");
    const [first] = await queue.receive();
    clock.advance(11);
    const [second] = await queue.receive();
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
    await queue.remove(first?.ReceiptHandle);
    await expect(queue.hide(first?.ReceiptHandle, 60)).rejects.toMatchObject({ name: "MessageNotInflight" });
    await queue.hide(second?.ReceiptHandle, 100);
    clock.advance(50);
    expect(await queue.receive()).toEqual([]);
    clock.advance(51);
    expect((await queue.receive())[0]?.Attributes?.ApproximateReceiveCount).toBe("3");
  });

  test("are not touched through the URL of another queue or a made-up receipt", async () => {
    const { sqs } = await openSqs();
    const [queue, other] = [await openQueue(sqs, "work"), await openQueue(sqs, "other")];
    await queue.send("a");
    const [message] = await queue.receive();
    const refused = { name: "ReceiptHandleIsInvalid" };
    await expect(other.remove(message?.ReceiptHandle)).rejects.toMatchObject(refused);
    await expect(queue.remove("made up")).rejects.toMatchObject(refused);
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: "1" });
  });
});
