/**
 * The model provider, in the words of the pipeline: prepare a request, send it once, ask about its task, fetch, delete.
 * Nothing here writes to the database; every call leaves through core/base/egress.ts.
 */
import { createHash } from "node:crypto";
import { type ProcessorId, suspensionOf } from "../base/processor.ts";
import { findModel } from "../generation/catalogue.ts";
import type { Settings } from "../generation/generation.schema.ts";
import type { Model } from "../generation/offered-models.ts";
import type { RemoteKind } from "../privacy/transfer.sql.ts";
import { call } from "./minimax/call.ts";
import {
  type CreateOutcome,
  type Family,
  type Pictures,
  type PollOutcome,
  pauseAfter,
  type Tasks,
} from "./minimax/family.ts";
import { deleteFile } from "./minimax/files.ts";
import { images } from "./minimax/images.ts";
import { speech } from "./minimax/speech.ts";
import * as V1 from "./minimax/video-v1.ts";
import * as V2 from "./minimax/video-v2.ts";

type Api = Model["api"];
const FAMILIES: Record<Api, Family> = { image: images, video_v1: V1.videoV1, video_v2: V2.videoV2, speech };

/**
 * An image may take a minute. Below GENERATION_LEASE_SECONDS, so that a call has ended, one way or the other, before
 * anybody looks for its lost answer.
 */
const CREATE_SECONDS = 120;

/** A request that is ready to leave, and what the transfer ledger says of it: field names, size, SHA-256 of the body. */
export type Prepared = {
  api: Api;
  path: string;
  body: string;
  transfer: { processor: ProcessorId; operation: string; fields: string[]; bytes: number; sha256: string };
};

const apiOf = (model: string): Api => {
  const found = findModel(model);
  if (!found) throw new Error("a model that is not offered");
  return found.api;
};
function tasksOf(model: string): Tasks {
  const { tasks } = FAMILIES[apiOf(model)];
  if (!tasks) throw new Error("a model without tasks");
  return tasks;
}

/** Makes the request for settings that passed the catalogue. Throws MediaRefused for a picture that no size makes fit. */
export async function prepare(settings: Settings, pictures: Pictures): Promise<Prepared> {
  const api = apiOf(settings.model);
  const draft = await FAMILIES[api].draft(settings, pictures);
  const body = JSON.stringify(draft.body);
  return {
    api,
    path: draft.path,
    body,
    transfer: {
      processor: "minimax",
      operation: `${api}.create`,
      fields: Object.keys(draft.body),
      bytes: Buffer.byteLength(body),
      sha256: createHash("sha256").update(body).digest("hex"),
    },
  };
}

/** Sends a request, once. There is no idempotency key: only `retry` may be sent again (core/generation/pipeline.ts). */
export async function create({ api, path, body, transfer }: Prepared): Promise<CreateOutcome> {
  const { operation, processor } = transfer;
  // The last look before something leaves: what stands there may still be asked about and deleted.
  if (suspensionOf(processor)) return { type: "refused", failure: "transfers_suspended" };
  const answer = await call({ operation, method: "POST", path, body, timeoutSeconds: CREATE_SECONDS });
  switch (answer.type) {
    case "ok":
      return FAMILIES[api].readCreated(answer.body);
    case "unknown":
      return { type: "unknown" };
    case "not_sent":
      return { type: "retry", failure: "provider_busy", afterSeconds: pauseAfter("provider_busy") };
    case "refused": {
      const { failure, retry } = answer.verdict;
      return retry
        ? { type: "retry", failure, afterSeconds: pauseAfter(failure) }
        : { type: "refused", failure };
    }
  }
}

/** What a task looks like now. */
export const poll = (model: string, taskId: string): Promise<PollOutcome> => tasksOf(model).poll(taskId);

/** Drops a task that has not begun. False when the model knows no such thing, or when it is too late. */
export const cancel = (model: string, taskId: string): Promise<boolean> => tasksOf(model).cancel(taskId);

/** New links to the result of a task, for when the old ones have expired; empty when there are none now. */
export const freshLinks = (model: string, taskId: string, fileId?: string): Promise<string[]> =>
  tasksOf(model).links(taskId, fileId);

/** True where a task whose create answer was lost can be found again. */
export const listsTasks = (model: string): boolean => apiOf(model) === "video_v2";

/** Tasks that may come from a request for `settings` sent at `since`; undefined when the provider cannot say now. */
export async function findLost(settings: Settings, since: Date): Promise<string[] | undefined> {
  return listsTasks(settings.model) ? tasksOf(settings.model).findLost(settings, since) : [];
}

const REMOVERS: Record<RemoteKind, (remoteId: string) => Promise<boolean>> = {
  video_file: deleteFile,
  video_v1_task: V1.removeTask,
  video_v2_task: V2.removeTask,
};

/** Whether this provider has things of that kind. */
export const isRemoteKind = (kind: string): kind is RemoteKind => Object.hasOwn(REMOVERS, kind);

/** Deletes a thing at the provider. True once the provider has answered that it is gone or was not there. */
export const remove = (kind: RemoteKind, remoteId: string): Promise<boolean> => REMOVERS[kind](remoteId);

/** What the task of a model is called among remote things. */
export const taskKind = (model: string): RemoteKind =>
  apiOf(model) === "video_v2" ? "video_v2_task" : "video_v1_task";
