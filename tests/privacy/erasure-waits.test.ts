/** What the end of an erasure waits for, and what does not wait: a link that may still be used, and messages nobody can look at. */
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import sharp from "sharp";
import { afterEach, expect, test } from "vitest";
import { fromNow, HOUR, MINUTE, now, setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { QUEUE_URLS } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { listObjects } from "../../core/base/storage.ts";
import { inspectUpload } from "../../core/media/inspect.ts";
import type { UploadTicket } from "../../core/media/media.schema.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { sweepOrphanObjects } from "../../core/privacy/sweep/orphans.ts";
import * as Media from "../../functions/queue/media.ts";
import { drain } from "../support/drain.ts";
import { erased, erasureOf } from "../support/erasure.ts";
import { picture } from "../support/generation.ts";
import { untilWaiting } from "../support/lock-waits.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

afterEach(() => setClock());

const file = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 4 };
const keys = async () => (await listObjects("media")).map(({ key }) => key);
const setAhead = (milliseconds: number) => {
  const instant = fromNow(milliseconds);
  setClock(() => instant);
};

test("a file that arrives by its link after the erasure is removed, and only then there is a certificate; all else goes at once", async () => {
  const logged: string[] = [];
  setLogOutput((line) => logged.push(line));
  const ana = await person();
  await picture(ana);
  const { upload } = (await (await ana.post("/media", file)).json()) as UploadTicket;
  await beginErasure(ana.accountId, { reason: "erase_now" });
  expect(await runErasure(ana.accountId)).toBe("waiting");
  expect(await keys()).toEqual([]);
  expect(await owner`select 1 from account where id = ${ana.accountId}`).toEqual([]);
  const put = await fetch(upload.url, { method: "PUT", headers: upload.headers, body: "late" });
  expect([put.status, (await keys()).length]).toEqual([200, 1]);
  setAhead(19 * MINUTE);
  expect(await runErasure(ana.accountId)).toBe("waiting");
  setAhead(2 * MINUTE);
  expect(await runErasure(ana.accountId)).toBe("done");
  expect(await keys()).toEqual([]);
  expect(logged.filter((line) => line.includes("error"))).toEqual([]);
});

test("a link that was used brings nothing more after the certificate, and nobody waits for it", async () => {
  const ben = await person();
  const bytes = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#468" } })
    .jpeg()
    .toBuffer();
  const announced = { ...file, bytes: bytes.length };
  const { media, upload } = (await (await ben.post("/media", announced)).json()) as UploadTicket;
  const put = () => fetch(upload.url, { method: "PUT", headers: upload.headers, body: bytes as BodyInit });
  expect((await put()).status).toBe(200);
  await ben.post(`/media/${media.id}/complete`);
  await drain({ media: Media.handler });
  const { step, objectsUntil } = await erased(ben.accountId);
  expect([step, objectsUntil]).toEqual(["done", null]);
  expect((await put()).status).toBe(412);
  expect((await listObjects("media")).filter(({ bytes: held }) => held > 0)).toEqual([]);
  setAhead(3 * HOUR);
  expect(await sweepOrphanObjects()).toBe(1);
  expect(await keys()).toEqual([]);
});

test("nor does anybody wait for a link that has ended", async () => {
  const ben = await person();
  expect((await ben.post("/media", file)).status).toBe(201);
  setAhead(20 * MINUTE);
  expect((await erased(ben.accountId)).objectsUntil).toBeNull();
});

test("what a worker in hand takes away after its person has gone leaves nothing at all", async () => {
  const ben = await person();
  const { media, upload } = (await (await ben.post("/media", file)).json()) as UploadTicket;
  await fetch(upload.url, { method: "PUT", headers: upload.headers, body: "late" });
  await owner`update media set state = 'checking' where id = ${media.id}`;
  const { worker } = await owner.begin(async (erasing) => {
    await erasing`delete from media where id = ${media.id}`;
    const inspecting = inspectUpload(media.id);
    await untilWaiting();
    return { worker: inspecting };
  });
  await worker;
  expect(await keys()).toEqual([]);
});

test("a link is given to nobody whose account is being erased, whoever was let in before", async () => {
  const eve = await person();
  const answer = await owner.begin(async (erasing) => {
    await erasing`update account set state = 'erasing' where id = ${eve.accountId}`;
    const waiting = eve.post("/media", file);
    await untilWaiting();
    return { waiting };
  });
  expect(await (await answer.waiting).json()).toMatchObject({ code: "account_closing" });
  expect(await owner`select 1 from media where account_id = ${eve.accountId}`).toEqual([]);
});

test("a message in hand is looked for again within a minute, not when every message has had its time", async () => {
  const QueueUrl = QUEUE_URLS.mail;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }),
  );
  const leo = await person();
  await beginErasure(leo.accountId, { reason: "erase_now" });
  expect(await runErasure(leo.accountId)).toBe("waiting");
  const { step, wakeAt } = await erasureOf(leo.accountId);
  expect(step).toBe("messages");
  // The message of the erasure comes after a minute; the clock sends it again a minute later.
  expect(wakeAt?.getTime()).toBeLessThanOrEqual(now().getTime() + 2 * MINUTE);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  expect(await runErasure(leo.accountId)).toBe("done");
});
