import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect, test, vi } from "vitest";
import { HOUR, now, setClock } from "../../core/base/clock.ts";
import { QUEUE_URLS } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { wakeOverdue } from "../../core/generation/watchdog.ts";
import { handler } from "../../functions/queue/generate.ts";
import { drain } from "../support/drain.ts";
import { ask, rowOf, speech } from "../support/generation.ts";
import { person } from "../support/person.ts";
import { answerWith } from "../support/provider.ts";

vi.setConfig({ testTimeout: 120_000 }); // processes of their own

const QueueUrl = QUEUE_URLS.generate;
const MAX_RECEIVES = 5;

/** Gives the queue of this file a dead-letter queue, as the local stack and the cloud have it. */
async function makeDeadLetters(): Promise<string> {
  const { QueueUrl: dead = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: `${QueueUrl.split("/").at(-1)}-dead` }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
  );
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: Attributes?.QueueArn,
    maxReceiveCount: MAX_RECEIVES,
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  return dead;
}

async function count(url: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages"] as const;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

/** A worker that takes a message and dies, again and again, until the queue gives the message up. */
async function dieOver(messages: number): Promise<void> {
  for (let receive = 0; receive <= messages * MAX_RECEIVES; receive++) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}

const runCommand = async (): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join("functions", "command.ts"), "redrive"])).stdout;

test("a message that ended in the dead-letter queue is moved back by the command, and its job is done", async () => {
  const dead = await makeDeadLetters();
  const ana = await person({ credits: 10 });
  const { id } = await ask(ana, speech("bonjour"));
  await dieOver(1);
  expect(await count(dead)).toBe(1);
  expect((await rowOf(id)).state).toBe("queued");
  expect(await runCommand()).toContain("generate: 1 moved back\n");
  expect(await count(dead)).toBe(0);
  await drain({ generate: handler });
  expect((await rowOf(id)).state).toBe("ready");
  expect(await runCommand()).toContain("generate: 0 moved back\n");
});

test("a job whose message is lost is woken by the watchdog, once", async () => {
  const ana = await person({ credits: 10 });
  const { id } = await ask(ana, speech("au revoir"));
  await dieOver(1);
  expect(await wakeOverdue()).toBe(0);
  const later = now().getTime() + 2 * 60_000;
  setClock(() => new Date(later));
  expect([await wakeOverdue(), await wakeOverdue()]).toEqual([1, 0]);
  await drain({ generate: handler });
  expect((await rowOf(id)).state).toBe("ready");
  setClock();
});

test("a job that is woken after its deadline ends, with its credits given back", async () => {
  answerWith(() => "drop");
  const ana = await person({ credits: 10 });
  const { id } = await ask(ana, speech("trop tard"));
  await dieOver(1);
  const later = now().getTime() + HOUR;
  setClock(() => new Date(later));
  await wakeOverdue();
  await drain({ generate: handler });
  expect(await rowOf(id)).toMatchObject({ state: "failed", failure: "deadline_passed", creditsCharged: 0 });
  expect(await (await ana.get("/credits")).json()).toMatchObject({ available: 10, held: 0 });
  setClock();
  answerWith();
});
