/**
 * Video v2 (H3): tasks that can be listed, cancelled while they wait, and deleted when they have ended
 * (video-generation-v2-create.md, -query.md, -list.md, -delete.md). A result is reached through its task alone.
 */
import * as v from "valibot";
import { MINUTE } from "../../base/clock.ts";
import type { Settings } from "../../generation/generation.schema.ts";
import { type Answer, call, QUESTION_SECONDS } from "./call.ts";
import { verdictOf } from "./codes.ts";
import {
  type CreateOutcome,
  type Draft,
  type Family,
  type Pictures,
  type PollOutcome,
  pictureUrl,
  pollFailure,
  type Standing,
} from "./family.ts";
import { isUnknown } from "./files.ts";

const Created = v.object({ task_id: v.pipe(v.string(), v.nonEmpty()) });
const Task = v.object({
  status: v.pipe(v.string(), v.toLowerCase()),
  error: v.nullish(v.object({ code: v.nullish(v.union([v.string(), v.number()])) })),
  content: v.nullish(v.object({ url: v.nullish(v.string()) })),
});
const Queried = v.object({ task: Task });
const Listed = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      created_at: v.number(),
      resolution: v.nullish(v.string()),
      duration: v.nullish(v.number()),
    }),
  ),
});
const PAGE_SIZE = 50;
const MAX_PAGES = 10;
/** Of the whole list: ten thousand tasks in seven days. */
const ALL_PAGES = 200;
const RETRY_SECONDS = 5;
/** How far the provider's clock may be behind ours. */
const CLOCK_DIFFERENCE = MINUTE;

async function draft(settings: Settings, pictures: Pictures): Promise<Draft> {
  if (settings.kind !== "clip") throw new Error("not the settings of a clip");
  const content: unknown[] = [{ type: "text", text: settings.prompt }];
  for (const role of ["first_frame", "last_frame"] as const) {
    const bytes = pictures[role];
    if (bytes)
      content.push({ type: "image_url", image_url: { url: await pictureUrl(settings, role, bytes) }, role });
  }
  return {
    path: "/v2/video_generation",
    body: {
      model: settings.model,
      content,
      resolution: settings.resolution,
      duration: settings.durationSeconds,
      ...(settings.aspectRatio ? { ratio: settings.aspectRatio } : {}),
    },
  };
}

function readCreated(body: unknown): CreateOutcome {
  return v.is(Created, body) ? { type: "task", taskId: body.task_id } : { type: "unknown" };
}

const at = (taskId: string) => `/v2/query/video_generation/${encodeURIComponent(taskId)}`;
const ask = (taskId: string, mayBeGone = false): Promise<Answer> =>
  call({
    operation: "video_v2.query",
    method: "GET",
    path: at(taskId),
    timeoutSeconds: QUESTION_SECONDS,
    mayBeGone,
  });

async function poll(taskId: string): Promise<PollOutcome> {
  const answer = await ask(taskId);
  if (answer.type !== "ok") return pollFailure(answer);
  const queried = v.safeParse(Queried, answer.body);
  if (!queried.success) return { type: "retry", afterSeconds: RETRY_SECONDS };
  const { status, error, content } = queried.output.task;
  if (status === "succeeded")
    return content?.url
      ? { type: "result", urls: [content.url] }
      : { type: "retry", afterSeconds: RETRY_SECONDS };
  if (status === "failed") return { type: "failed", failure: verdictOf(Number(error?.code ?? 0)).failure };
  if (status === "expired") return { type: "failed", failure: "provider_failed" };
  if (status === "cancelled") return { type: "cancelled" };
  return { type: status === "queued" ? "waiting" : "running" };
}

async function links(taskId: string): Promise<string[]> {
  const outcome = await poll(taskId);
  return outcome.type === "result" ? outcome.urls : [];
}

const remove = (taskId: string): Promise<Answer> =>
  call({
    operation: "video_v2.delete",
    method: "DELETE",
    path: `/v2/video_generation/${encodeURIComponent(taskId)}`,
    timeoutSeconds: QUESTION_SECONDS,
  });

/** The same call deletes the result of a finished task, so it is made only for one that waits. */
async function cancel(taskId: string): Promise<boolean> {
  if ((await poll(taskId)).type !== "waiting") return false;
  return (await remove(taskId)).type === "ok";
}

/** Deletes a task and its result. False while it runs, or while the provider does not say. */
export async function removeTask(taskId: string): Promise<boolean> {
  const answer = await ask(taskId, true);
  if (isUnknown(answer)) return true;
  if (answer.type !== "ok" || !v.is(Queried, answer.body)) return false;
  const { status } = answer.body.task;
  if (status.toLowerCase() === "cancelled") return true;
  return status.toLowerCase() !== "running" && (await remove(taskId)).type === "ok";
}

/** Newest first, so that the list is read no further than needed. */
async function findLost(settings: Settings, since: Date): Promise<string[] | undefined> {
  if (settings.kind !== "clip") return [];
  const oldest = Math.floor((since.getTime() - CLOCK_DIFFERENCE) / 1000);
  const found: string[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const items = await listPage(settings.model, page);
    if (!items) return undefined;
    const fresh = items.filter((item) => item.created_at >= oldest);
    const alike = fresh.filter(
      ({ resolution, duration }) =>
        (resolution ?? settings.resolution) === settings.resolution &&
        (duration ?? settings.durationSeconds) === settings.durationSeconds,
    );
    found.push(...alike.map((item) => item.id));
    if (items.length < PAGE_SIZE || fresh.length < items.length) break;
  }
  return found;
}

/** The tasks of the last seven days, of all models, as far as the list is read; undefined when the provider does not say. */
export async function listTasks(): Promise<Standing[] | undefined> {
  const found: Standing[] = [];
  for (let page = 1; page <= ALL_PAGES; page++) {
    const items = await listPage(undefined, page);
    if (!items) return undefined;
    found.push(...items.map(({ id, created_at }) => ({ id, createdAt: new Date(created_at * 1000) })));
    if (items.length < PAGE_SIZE) break;
  }
  return found;
}

async function listPage(model: string | undefined, page: number) {
  const query = new URLSearchParams({
    page_num: String(page),
    page_size: String(PAGE_SIZE),
    ...(model ? { "filter.model": model } : {}),
  });
  const answer = await call({
    operation: "video_v2.list",
    method: "GET",
    path: `/v2/query/video_generation?${query}`,
    timeoutSeconds: QUESTION_SECONDS,
  });
  return answer.type === "ok" && v.is(Listed, answer.body) ? answer.body.items : undefined;
}

export const videoV2: Family = { draft, readCreated, tasks: { poll, links, cancel, findLost } };
