/** What comes in when its person is being erased, or is gone: nothing is made again, and nothing stays at the provider. */
import { setTimeout as pause } from "node:timers/promises";
import type { SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { recordFailure } from "../../core/audit/security-event.ts";
import { HOUR, MINUTE, setClock } from "../../core/base/clock.ts";
import { newId } from "../../core/base/id.ts";
import { listObjects } from "../../core/base/storage.ts";
import { runStep } from "../../core/generation/pipeline.ts";
import { storeResults } from "../../core/generation/store-results.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { signOut } from "../../core/session/session.ts";
import * as Erase from "../../functions/queue/erase.ts";
import * as Export from "../../functions/queue/export.ts";
import * as Generate from "../../functions/queue/generate.ts";
import * as Mail from "../../functions/queue/mail.ts";
import * as Media from "../../functions/queue/media.ts";
import * as RemoteDelete from "../../functions/queue/remote-delete.ts";
import { everyRow } from "../support/catalogue.ts";
import { drain } from "../support/drain.ts";
import { erased, erasureOf, seeThrough } from "../support/erasure.ts";
import { ask, bringMessage, bringUntil, h3, hailuo, picture, rowOf, speech } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { answerWith, paid, type Scripted, sent } from "../support/provider.ts";

beforeEach(() => {
  sent.length = 0;
  answerWith();
});
afterEach(() => setClock());

const now = { reason: "erase_now" } as const;
const keys = async () => (await listObjects("media")).map(({ key }) => key);
const filesAtProvider = async () =>
  (await (await fetch(`${inject("minimaxUrl")}/sandbox/files`)).json()) as { id: string; deleted: boolean }[];

/** Waits until the provider has made what a prompt asked for. */
async function taskHasEnded(prompt: string): Promise<void> {
  const [task] = (await paid()).filter((one) => one.prompt.includes(prompt));
  const url = `${inject("minimaxUrl")}/v2/query/video_generation/${task?.id}`;
  const headers = { authorization: `Bearer ${inject("minimaxKey")}` };
  for (;;) {
    if (/"succe/i.test(await (await fetch(url, { headers })).text())) return;
    await pause(100);
  }
}

/** Holds back the provider's answer to a create call, once it is there, until `release` is called. */
function heldAnswer(): { arrived: Promise<void>; release: () => void } {
  let [arrive, release] = [() => {}, () => {}];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  answerWith(async ({ method, path, headers, body }): Promise<Scripted | undefined> => {
    if (method !== "POST" || !path.endsWith("video_generation")) return undefined;
    const { "content-length": _length, "transfer-encoding": _encoding, ...rest } = headers;
    const answer = await fetch(`${inject("minimaxUrl")}${path}`, { method, headers: rest, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    arrive();
    await released;
    return { status: answer.status, body: bytes };
  });
  return { arrived, release: () => release() };
}

test("a clip that the provider works on is refused at the door: its credits are back first, its task and its file go", async () => {
  const ana = await person({ credits: 1000 });
  const settings = { model: "MiniMax-Hailuo-02", resolution: "512P", firstFrameMediaId: await picture(ana) };
  const { id } = await ask(ana, hailuo("a hill", settings));
  const { providerTaskId } = await bringUntil(id, "running");
  await beginErasure(ana.accountId, now);
  expect(await rowOf(id)).toMatchObject({ state: "fenced", creditsCharged: 0 });
  const { counts } = await seeThrough(ana.accountId);
  expect(counts.remote).toEqual({ remote_item: 1 });
  expect(sent.some(({ path }) => path.includes(String(providerTaskId)))).toBe(true);
  const [file] = sent.flatMap(({ path, body }) =>
    path === "/v1/files/delete" ? [/\d{18}/.exec(body)?.[0]] : [],
  );
  expect((await filesAtProvider()).find((one) => one.id === file)).toMatchObject({ deleted: true });
  await runStep({ generationId: newId(), step: 1 });
  expect([...(await everyRow()).values()].flat().join()).not.toContain(ana.accountId);
}, 60_000);

test("the answer to a create call that is out is waited for, and what it has made is deleted there", async () => {
  const ana = await person({ credits: 1000 });
  const { id } = await ask(ana, h3("a boat"));
  const { arrived, release } = heldAnswer();
  const worker = bringMessage(id);
  await arrived;
  await beginErasure(ana.accountId, now);
  expect(await runErasure(ana.accountId)).toBe("waiting");
  expect((await erasureOf(ana.accountId)).step).toBe("traces");
  release();
  await worker;
  const [item] = await owner`select remote_id from remote_item where account_id = ${ana.accountId}`;
  expect(item?.remote_id).toEqual(expect.any(String));
  answerWith();
  setClock(() => new Date(Date.now() + 4 * MINUTE));
  const { step, counts } = await seeThrough(ana.accountId);
  expect([step, counts.remote]).toEqual(["done", { remote_item: 1 }]);
  const deletion = { method: "DELETE", path: `/v2/video_generation/${item?.remote_id}` };
  expect(sent).toContainEqual(expect.objectContaining(deletion));
}, 60_000);

test("an answer that comes when the account is gone re-creates nothing, and its task is deleted at once", async () => {
  const ana = await person({ credits: 1000 });
  const { id } = await ask(ana, h3("a boat at dawn"));
  const { arrived, release } = heldAnswer();
  const job = await rowOf(id);
  const worker = runStep({ generationId: job.id, step: job.step });
  await arrived;
  await beginErasure(ana.accountId, now);
  setClock(() => new Date(Date.now() + HOUR));
  expect((await seeThrough(ana.accountId)).step).toBe("done");
  const before = await everyRow();
  await taskHasEnded("a boat at dawn");
  sent.length = 0;
  release();
  await worker;
  expect(await everyRow()).toEqual(before);
  expect(sent.map(({ method, path }) => [method, path.replace(/[\w-]+$/, "")])).toEqual([
    ["GET", "/v2/query/video_generation/"],
    ["DELETE", "/v2/video_generation/"],
  ]);
}, 60_000);

test("a result that is being stored when the account goes is stored for nobody", async () => {
  const ana = await person({ credits: 1000 });
  const { id } = await ask(ana, speech("bonjour"));
  const job = await bringUntil(id, "storing");
  expect(await keys()).toContain(job.keptKey);
  await erased(ana.accountId);
  expect(await keys()).not.toContain(job.keptKey);
  const before = [await keys(), await everyRow()];
  // The worker had read the result before; here the object is gone already, so it fails and leaves nothing behind.
  await storeResults({
    ...job,
    keptKey: null,
    providerResult: { urls: [`${inject("minimaxUrl")}/sandbox/paid`] },
  });
  expect([await keys(), await everyRow()]).toEqual(before);
}, 60_000);

test("messages that arrive afterwards find nothing to do, in every queue", async () => {
  const ana = await person({ credits: 1000 });
  const { id } = await ask(ana, speech("bonsoir"));
  const { step } = await rowOf(id);
  const mediaId = await picture(ana);
  const [{ id: mailId } = { id: "" }] = await owner`insert into mail
    (id, account_id, template, address, locale, attempts, created_at)
    values (${newId()}, ${ana.accountId}, 'password_changed', ${ana.email}, 'en', 0, now()) returning id`;
  const { id: erasureId } = await erased(ana.accountId);
  const messages = [
    [Generate.handler, { generationId: id, step }],
    [Media.handler, { mediaId }],
    [Mail.handler, { mailId }],
    [Export.handler, { exportId: newId(), part: 1 }],
    [RemoteDelete.handler, { table: "remote_item", id: newId() }],
    [Erase.handler, { erasureId }],
  ] as const;
  const before = [await keys(), await everyRow()];
  for (const [handler, body] of messages) {
    const event = { Records: [{ messageId: "late", body: JSON.stringify(body) }] } as SQSEvent;
    expect(await handler(event)).toEqual({ batchItemFailures: [] });
  }
  await drain({ generate: Generate.handler, erase: Erase.handler, mail: Mail.handler });
  expect([await keys(), await everyRow()]).toEqual(before);
}, 60_000);

test("what a request in hand writes into the log when its account is gone leads to nobody", async () => {
  const ana = await person();
  await erased(ana.accountId);
  await ana.as(() => signOut({}));
  await recordFailure("sign_in_failed", { accountId: ana.accountId });
  const lines = await owner`select kind from security_event where account_id is null and session_id is null`;
  expect(lines).toEqual(expect.arrayContaining([{ kind: "signed_out" }, { kind: "sign_in_failed" }]));
  expect(JSON.stringify(await everyRow())).not.toContain(ana.accountId);
});
