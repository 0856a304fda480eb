/** Video v2 (MiniMax-H3): create, query, list, delete (sheet section 6). Errors are HTTP statuses here. */
import type { Hono } from "hono";
import sharp from "sharp";
import { accept, admit, answerUnlessDropped, due, readBody } from "./admission.ts";
import { startCallback, type Teller } from "./callback.ts";
import { clipSize } from "./clip.ts";
import type { Env, Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { wordsOf, wrong } from "./error.ts";
import { fetchMedia, readPicture, traceOf, V2_IMAGE } from "./input.ts";
import type { Words } from "./magic.ts";
import { firstFrame, MediaError, seconds } from "./media.ts";
import type { Task } from "./store.ts";
import { forgetOrder } from "./studio.ts";
import { failureCode, type Stage, stageOf } from "./timeline.ts";
import { checkRequest, sortContent, V2Body, type V2Request } from "./v2-request.ts";

const DAYS_KEPT = 7;
const MAX_BODY = 64_000_000;
const STATUS: Record<Stage, string> = {
  preparing: "queued",
  queueing: "queued",
  processing: "running",
  done: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

/** The pictures and sound that the request refers to, fetched and checked. */
async function gather(sandbox: Sandbox, body: V2Request) {
  const { first, last, references, videos, audios } = sortContent(body);
  const picture = (url: string | undefined, field: string) =>
    url === undefined ? undefined : readPicture(sandbox, url, field, V2_IMAGE);
  const films = await Promise.all(videos.map((url) => fetchMedia(sandbox, url, "video_url", 50_000_000)));
  const sounds = await Promise.all(audios.map((url) => fetchMedia(sandbox, url, "audio_url", 15_000_000)));
  await checkLengths(sandbox, films, "video_url");
  await checkLengths(sandbox, sounds, "audio_url");
  const [start, end] = [await picture(first, "first_frame"), await picture(last, "last_frame")];
  const pictures = await Promise.all(
    references.map((url) => readPicture(sandbox, url, "image_url", V2_IMAGE)),
  );
  return {
    first: start?.bytes ?? (films[0] && (await firstFrame(films[0], sandbox.scratch))),
    last: end?.bytes,
    person: pictures[0]?.bytes,
    sound: sounds[0],
    inputs: [
      ...[start, end, ...pictures].flatMap((found) => found?.trace ?? []),
      ...films.map((bytes) => traceOf("video", bytes)),
      ...sounds.map((bytes) => traceOf("audio", bytes)),
    ],
  };
}

async function checkLengths(sandbox: Sandbox, media: Buffer[], field: string): Promise<void> {
  const lengths = await Promise.all(media.map((bytes) => seconds(bytes, sandbox.scratch))).catch(
    (error: unknown) => {
      throw error instanceof MediaError ? wrong(`${field}: ${error.message}`) : error;
    },
  );
  if (
    lengths.some((length) => length < 2 || length > 15) ||
    lengths.reduce((sum, length) => sum + length, 0) > 15
  ) {
    throw wrong(`${field}: duration out of range`);
  }
}

async function order(sandbox: Sandbox, body: V2Request, digest: string, words: Words): Promise<Task> {
  checkRequest(body);
  const media = await gather(sandbox, body);
  const frame = media.first ?? (body.ratio === "adaptive" ? media.person : undefined);
  const facts = frame && (await sharp(frame).metadata()).autoOrient;
  const [wide = 16, high = 9] = facts
    ? [facts.width, facts.height]
    : (body.ratio ?? "16:9").split(":").map(Number);
  const keep = async (key: "first" | "last" | "person" | "sound") =>
    media[key] ? { [key]: await sandbox.store.keep(media[key]) } : {};
  const blobs = {
    ...(await keep("first")),
    ...(await keep("last")),
    ...(await keep("person")),
    ...(await keep("sound")),
  };
  return accept(sandbox, {
    endpoint: "/v2/video_generation",
    kind: "video",
    api: 2,
    model: body.model,
    prompt: sortContent(body).text,
    digest,
    words,
    inputs: media.inputs,
    order: { kind: "clip", prompt: sortContent(body).text, ...blobs },
    clip: {
      ...clipSize(body.resolution, wide / high),
      seconds: body.duration,
      resolution: body.resolution,
      ratio: facts ? "" : (body.ratio ?? ""),
      inputImages: media.inputs.filter((input) => input.kind === "image").length,
    },
    ...(body.callback_url ? { callback: { url: body.callback_url, told: "" } } : {}),
  });
}

/** The task as v2 tells it, with a fresh address when it is done. */
function view(sandbox: Sandbox, task: Task, status?: string) {
  const stage = stageOf(sandbox, task);
  const file = stage === "done" && task.fileId ? sandbox.store.files.get(task.fileId) : undefined;
  const code = stage === "failed" ? failureCode(task) || 1000 : 0;
  const error =
    code === 0 ? {} : { error: { code: String(code), message: task.failure ?? wordsOf(code as 1000) } };
  const url = file && addressOf(sandbox, { ...file, owner: task.id, words: task.words });
  const used = {
    total_seconds: task.clip?.seconds,
    input_seconds: 0,
    output_seconds: task.clip?.seconds,
    input_image_count: task.clip?.inputImages,
  };
  return {
    id: task.id,
    model: task.model,
    status: status ?? STATUS[stage],
    ...error,
    created_at: Math.floor(task.createdAt / 1000),
    updated_at: Math.floor((task.readyAt ?? task.createdAt) / 1000),
    ...(url ? { content: { url } } : {}),
    resolution: task.clip?.resolution,
    duration: task.clip?.seconds,
    usage: url ? used : {},
    ratio: task.clip?.ratio,
    task_type: "generation",
    modality: "video",
  };
}

/** Posted as `{task}` with the words of the query. */
export const tellV2 =
  (sandbox: Sandbox): Teller =>
  (task) => {
    const status = STATUS[stageOf(sandbox, task)];
    const final = status !== "queued" && status !== "running";
    return { status, final, body: { task: view(sandbox, task) } };
  };

/** A task that can still be asked about: v2 forgets after seven days. */
function known(sandbox: Sandbox, id: string): Task {
  const task = sandbox.store.tasks.get(id);
  const oldest = sandbox.now() - DAYS_KEPT * 86_400_000;
  if (task?.api !== 2 || task.deletedAt !== null || task.createdAt < oldest || task.words.forgotten)
    throw wrong("invalid task_id");
  return task;
}

async function remove(sandbox: Sandbox, task: Task): Promise<"cancelled" | "deleted"> {
  const stage = stageOf(sandbox, task);
  if (stage === "processing" || stage === "cancelled") throw wrong(`task is ${STATUS[stage]}`);
  if (stage === "preparing" || stage === "queueing") {
    sandbox.store.tasks.put({ ...forgetOrder(sandbox, task), cancelledAt: sandbox.now() });
    return "cancelled";
  }
  const file = task.fileId ? sandbox.store.files.get(task.fileId) : undefined;
  if (file) {
    await sandbox.store.drop(file.blob);
    sandbox.store.files.put({ ...file, deletedAt: sandbox.now() });
  }
  sandbox.store.tasks.put({ ...task, deletedAt: sandbox.now() });
  return "deleted";
}

/** Mounts the four endpoints. */
export function mountVideoV2(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v2/video_generation", async (c) => {
    if (Number(c.req.header("content-length") ?? 0) > MAX_BODY) throw wrong("request body exceeds 64 MB");
    const { body, digest } = await readBody(c, V2Body);
    const words = await admit(c, sandbox, sortContent(body).text);
    const task = await order(sandbox, body, digest, words);
    sandbox.begin(task.id);
    startCallback(sandbox, task.id, tellV2(sandbox));
    answerUnlessDropped(task);
    return c.json({ task_id: task.id });
  });
  app.get("/v2/query/video_generation/:id", (c) => {
    const task = known(sandbox, c.req.param("id"));
    const odd = task.words["odd-status"];
    const status =
      odd && due(sandbox, "odd-status", odd, task.id) ? "reviewing" : STATUS[stageOf(sandbox, task)];
    return c.json({ task: view(sandbox, sandbox.store.tasks.get(task.id) ?? task, status) });
  });
  app.get("/v2/query/video_generation", (c) => {
    const filter = (name: string) => c.req.query(`filter.${name}`)?.split(",");
    const fits = (wanted: string[] | undefined, value: string) =>
      wanted === undefined || wanted.includes(value);
    const oldest = sandbox.now() - DAYS_KEPT * 86_400_000;
    const tasks = sandbox.store.tasks
      .all()
      .filter((task) => task.api === 2 && task.deletedAt === null && task.createdAt >= oldest)
      .filter(
        (task) => fits(filter("status"), STATUS[stageOf(sandbox, task)]) && fits(filter("task_ids"), task.id),
      )
      .filter((task) => fits(filter("model"), task.model) && fits(filter("task_type"), "generation"))
      .reverse();
    const size = Math.min(100, Math.max(1, Number(c.req.query("page_size") ?? 10) || 10));
    const page = Math.max(1, Number(c.req.query("page_num") ?? 1) || 1);
    return c.json({
      items: tasks.slice((page - 1) * size, page * size).map((task) => view(sandbox, task)),
      total: tasks.length,
    });
  });
  app.delete("/v2/video_generation/:id", async (c) => {
    const task = known(sandbox, c.req.param("id"));
    const action = await remove(sandbox, task);
    return c.json({
      task_id: task.id,
      action,
      status: action === "cancelled" ? "cancelled" : STATUS[stageOf(sandbox, task)],
    });
  });
}
