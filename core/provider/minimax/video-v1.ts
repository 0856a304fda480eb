/**
 * Video v1 (Hailuo): a task that is asked about until it ends, and a file that is fetched by its id and deleted
 * (video-generation-t2v.md, -i2v.md, -fl2v.md, -query.md). There is no list of tasks, and no way to cancel one.
 */
import * as v from "valibot";
import type { Settings } from "../../generation/generation.schema.ts";
import { type Answer, call, QUESTION_SECONDS } from "./call.ts";
import {
  type CreateOutcome,
  type Draft,
  type Family,
  type Pictures,
  type PollOutcome,
  pictureUrl,
  pollFailure,
} from "./family.ts";
import { deleteFile, isUnknown, linkToFile } from "./files.ts";

const Digits = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\d{1,19}$/));
const Created = v.object({ task_id: Digits });
const Status = v.object({ status: v.pipe(v.string(), v.toLowerCase()) });
const Result = v.object({ file_id: Digits });
const LINK_RETRY_SECONDS = 5;

async function draft(settings: Settings, pictures: Pictures): Promise<Draft> {
  if (settings.kind !== "clip") throw new Error("not the settings of a clip");
  const { first_frame: first, last_frame: last } = pictures;
  return {
    path: "/v1/video_generation",
    body: {
      model: settings.model,
      prompt: settings.prompt,
      duration: settings.durationSeconds,
      resolution: settings.resolution,
      ...(first ? { first_frame_image: await pictureUrl(settings, "first_frame", first) } : {}),
      ...(last ? { last_frame_image: await pictureUrl(settings, "last_frame", last) } : {}),
    },
  };
}

/** "Success" without an id: something may be under way that nobody can follow. */
function readCreated(body: unknown): CreateOutcome {
  const answer = v.safeParse(Created, body);
  return answer.success ? { type: "task", taskId: answer.output.task_id } : { type: "unknown" };
}

const ask = (taskId: string, mayBeGone = false): Promise<Answer> =>
  call({
    operation: "video_v1.query",
    method: "GET",
    path: `/v1/query/video_generation?task_id=${encodeURIComponent(taskId)}`,
    timeoutSeconds: QUESTION_SECONDS,
    mayBeGone,
  });

/** The word of an answer in lower case: the documents and the service do not agree on capitals. */
function statusOf(body: unknown): string {
  const answer = v.safeParse(Status, body);
  return answer.success ? answer.output.status : "";
}

/** Words that nobody documented count as work going on; the job's own deadline ends it. */
async function poll(taskId: string): Promise<PollOutcome> {
  const answer = await ask(taskId);
  if (answer.type === "refused" && statusOf(answer.body).startsWith("fail"))
    return { type: "failed", failure: answer.verdict.failure };
  if (answer.type !== "ok") return pollFailure(answer);
  const status = statusOf(answer.body);
  if (status.startsWith("fail")) return { type: "failed", failure: "provider_failed" };
  if (status !== "success") return { type: status === "processing" ? "running" : "waiting" };
  const result = v.safeParse(Result, answer.body);
  if (!result.success) return { type: "failed", failure: "provider_failed" };
  const url = await linkToFile(result.output.file_id);
  if (url === undefined) return { type: "retry", afterSeconds: LINK_RETRY_SECONDS };
  return { type: "result", urls: [url], fileId: result.output.file_id };
}

async function links(_taskId: string, fileId: string | undefined): Promise<string[]> {
  const url = fileId === undefined ? undefined : await linkToFile(fileId);
  return url === undefined ? [] : [url];
}

/**
 * Leaves nothing of a task behind. A task cannot be deleted, so its file is, once it exists; one that failed or is
 * unknown has none. False while that cannot be said.
 */
export async function removeTask(taskId: string): Promise<boolean> {
  const answer = await ask(taskId, true);
  const status = answer.type === "ok" || answer.type === "refused" ? statusOf(answer.body) : "";
  if (status.startsWith("fail") || isUnknown(answer)) return true;
  if (answer.type !== "ok" || status !== "success") return false;
  const result = v.safeParse(Result, answer.body);
  return result.success && deleteFile(result.output.file_id);
}

export const videoV1: Family = {
  draft,
  readCreated,
  tasks: { poll, links, cancel: async () => false, findLost: async () => [] },
};
