import { SendMessageBatchCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { openSqs } from "./cloud.ts";
import { ARN, openQueue } from "./queue.ts";

describe("dead letters", () => {
  test("go to the dead-letter queue after maxReceiveCount, and back by a move task", async () => {
    const { sqs } = await openSqs();
    const dead = await openQueue(sqs, "dead");
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}dead`, maxReceiveCount: 2 });
    const queue = await openQueue(sqs, "work", { RedrivePolicy });
    await queue.send("poison");
    await queue.send("good");
    for (let turn = 0; turn < 2; turn++) {
      for (const { Body, ReceiptHandle } of await queue.receive()) {
        if (Body === "poison") await queue.hide(ReceiptHandle, 0);
        else await queue.remove(ReceiptHandle);
      }
    }
    const waiting = dead.receive({ WaitTimeSeconds: 10 });
    expect(await queue.receive()).toEqual([]);
    const [letter] = await waiting;
    expect(letter).toMatchObject({ Body: "poison", Attributes: { DeadLetterQueueSourceArn: `${ARN}work` } });
    await dead.hide(letter?.ReceiptHandle, 0);

    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${ARN}dead` }));
    const [again] = await queue.receive();
    expect(again).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
    expect(await dead.receive()).toEqual([]);
  });
});

describe("long polls", () => {
  test("wake when a message is sent, shown again or due", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const polled = async (act: () => Promise<unknown>) => {
      const waiting = queue.receive({ WaitTimeSeconds: 20 });
      await act();
      const [message] = await waiting;
      return message;
    };
    const sent = await polled(() => queue.send("sent"));
    const shown = await polled(() => queue.hide(sent?.ReceiptHandle, 0));
    const due = await polled(() => queue.hide(shown?.ReceiptHandle, 1));
    expect([sent?.Body, shown?.Body, due?.Body]).toEqual(["sent", "sent", "sent"]);
  });

  test("answer with nothing when their time is over", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    expect(await queue.receive({ WaitTimeSeconds: 1 })).toEqual([]);
  });

  test("that were hung up swallow nothing", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    for (let turn = 0; turn < 5; turn++) {
      const hangUp = new AbortController();
      const polls = Array.from({ length: 5 }, () => queue.receive({ WaitTimeSeconds: 20 }, hangUp.signal));
      await queue.attributes();
      hangUp.abort();
      const ends = await Promise.allSettled(polls);
      expect(ends.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
      await queue.send(`message ${turn}`);
      const [message] = await queue.receive({ WaitTimeSeconds: 5 });
      expect(message?.Body).toBe(`message ${turn}`);
      await queue.remove(message?.ReceiptHandle);
    }
  });

  test("share the work: 500 messages reach 4 consumers once each", async () => {
    const { sqs } = await openSqs();
    const queue = await openQueue(sqs);
    const seen: string[] = [];
    const consume = async () => {
      while (seen.length < 500) {
        for (const { Body = "", ReceiptHandle } of await queue.receive({ WaitTimeSeconds: 1 })) {
          seen.push(Body);
          await queue.remove(ReceiptHandle);
        }
      }
    };
    const produce = async () => {
      for (let batch = 0; batch < 50; batch++) {
        const Entries = Array.from({ length: 10 }, (_, index) => ({
          Id: `${index}`,
          MessageBody: `${batch}-${index}`,
        }));
        await sqs.send(new SendMessageBatchCommand({ ...queue.at, Entries }));
      }
    };
    await Promise.all([produce(), consume(), consume(), consume(), consume()]);
    expect(new Set(seen).size).toBe(500);
    expect(seen).toHaveLength(500);
  });
});
