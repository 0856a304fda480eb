/**
 * The pipeline: one message moves one generation by one step. A message carries the step it is for; one that comes
 * late or twice finds another number and does nothing.
 *
 *   queued -> submitted -> running -> storing -> ready, or failed / cancelled / fenced from anywhere before
 *
 * `submitted` is written before the provider is called, because that call costs money and has no idempotency key: if
 * the worker dies in the middle, the next message finds `submitted` and looks for the lost answer, but never asks again.
 */
import { eq } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { suspensionOf } from "../base/processor.ts";
import { deleteObjects, newKey, putObject } from "../base/storage.ts";
import { MediaRefused } from "../media/media-refused.ts";
import { rememberRemoteItem, requestRemoteDeletion } from "../privacy/remote-item.ts";
import { recordTransfer } from "../privacy/transfer.ts";
import * as Provider from "../provider/provider.ts";
import { generation } from "./generation.sql.ts";
import { readPictures } from "./inputs.ts";
import { findLostTask } from "./lost-task.ts";
import { dropKept, storeResults } from "./store-results.ts";
import { advance, fail, finish, type Job, settingsOf, whileStanding } from "./transition.ts";

/** How often a request is sent that the provider says it did nothing about: once, and two resends. */
const MAX_ATTEMPTS = 3;
const UNSURE_SECONDS = 30;

/** Does the step of one message, if it is still due. */
export async function runStep(message: { generationId: Id<"generation">; step: number }): Promise<void> {
  const [job] = await db().select().from(generation).where(eq(generation.id, message.generationId));
  if (job && job.finishedAt !== null) return dropKept(job);
  if (!job || job.step !== message.step || job.sealedAt !== null) return;
  if (job.deadlineAt <= now()) await fail(job, "deadline_passed");
  else if (job.state === "queued") await submit(job);
  else if (job.state === "submitted") await findLost(job);
  else if (job.state === "running") await poll(job);
  else if (job.state === "storing") await storeResults(job);
}

async function submit(job: Job): Promise<void> {
  if (suspensionOf("minimax")) return void (await fail(job, "transfers_suspended"));
  const pictures = await readPictures(job.id);
  if (!pictures) return void (await fail(job, "input_missing"));
  const request = await Provider.prepare(settingsOf(job), pictures).catch(refusedPicture);
  if (!request) return void (await fail(job, "provider_refused"));
  const { accountId, id: generationId } = job;
  const claimed = await whileStanding(job, async (standing) => {
    if (standing !== "open") return void (await finish(job, { state: "cancelled" }));
    return advance(
      job,
      "submitted",
      { submittedAt: now(), attempts: job.attempts + 1 },
      config.GENERATION_LEASE_SECONDS,
      () => recordTransfer({ accountId, generationId, ground: "contract", ...request.transfer }),
    );
  });
  if (claimed) await follow(claimed, await Provider.create(request));
}

function refusedPicture(error: unknown): undefined {
  if (!(error instanceof MediaRefused)) throw error;
}

async function follow(job: Job, outcome: Awaited<ReturnType<typeof Provider.create>>): Promise<void> {
  switch (outcome.type) {
    case "task":
      return adopt(job, outcome.taskId);
    case "links":
      return void (await advance(job, "storing", { providerResult: { urls: outcome.urls }, attempts: 0 }, 0));
    case "bytes":
      return keep(job, outcome.bytes);
    case "refused":
      return void (await fail(job, outcome.failure));
    case "retry":
      if (job.attempts >= MAX_ATTEMPTS) return void (await fail(job, outcome.failure));
      return void (await advance(job, "queued", {}, outcome.afterSeconds));
    case "unknown":
      // A list may lag behind: the message that follows the lease looks again before the job is given up.
      if (Provider.listsTasks(job.model)) return;
      return void (await fail(job, "provider_silent"));
  }
}

/** Follows a task at the provider from now on. */
async function adopt(job: Job, remoteId: string): Promise<void> {
  const { accountId, id: generationId } = job;
  const item = { accountId, generationId, kind: Provider.taskKind(job.model), remoteId } as const;
  const moved = await advance(
    job,
    "running",
    { providerTaskId: remoteId },
    config.GENERATION_POLL_SECONDS,
    () => rememberRemoteItem(item),
  );
  if (moved) return;
  const [current] = await db().select().from(generation).where(eq(generation.id, job.id));
  // The account is gone, and with it the row that would see to it. What cannot go at once, the daily sweep finds there.
  if (!current) return void (await Provider.remove(item.kind, remoteId));
  if (!current.finishedAt || current.providerTaskId === remoteId) return;
  // The answer came after the job was given up: nobody waits for this task, so it goes.
  await transaction(async () => {
    await rememberRemoteItem(item);
    await requestRemoteDeletion(generationId);
  });
}

/** What came inside the answer exists nowhere else: it is stored before the job goes on, unmarked and under no row. */
async function keep(job: Job, bytes: Uint8Array): Promise<void> {
  const keptKey = newKey();
  await putObject("media", keptKey, bytes, "application/octet-stream");
  const moved = await advance(job, "storing", { keptKey, attempts: 0 }, 0);
  if (!moved) await deleteObjects("media", [keptKey]);
}

async function findLost(job: Job): Promise<void> {
  const lost = await findLostTask(job);
  if (lost.type === "found") await adopt(job, lost.taskId);
  else if (lost.type === "none") await fail(job, "provider_silent");
  else await advance(job, "submitted", {}, UNSURE_SECONDS);
}

async function poll(job: Job): Promise<void> {
  const taskId = job.providerTaskId ?? "";
  if (job.cancelRequestedAt && (await Provider.cancel(job.model, taskId)))
    return void (await finish(job, { state: "cancelled" }));
  const outcome = await Provider.poll(job.model, taskId);
  switch (outcome.type) {
    case "waiting":
    case "running":
      return void (await advance(job, "running", {}, config.GENERATION_POLL_SECONDS));
    case "retry":
      return void (await advance(job, "running", {}, outcome.afterSeconds));
    case "cancelled":
      // Also after a worker that died between asking for it and writing it down.
      if (job.cancelRequestedAt) return void (await finish(job, { state: "cancelled" }));
      return void (await fail(job, "provider_failed"));
    case "failed":
      return void (await fail(job, outcome.failure));
    case "result":
      return arrive(job, outcome);
  }
}

async function arrive(job: Job, result: { urls: string[]; fileId?: string }): Promise<void> {
  const { accountId, id: generationId } = job;
  const { fileId, urls } = result;
  await advance(
    job,
    "storing",
    { providerResult: fileId ? { urls, fileId } : { urls }, attempts: 0 },
    0,
    async () => {
      if (fileId) await rememberRemoteItem({ accountId, generationId, kind: "video_file", remoteId: fileId });
    },
  );
}
