/** Video v1 (Hailuo): POST /v1/video_generation and its query (sheet section 5). */
import type { Hono } from "hono";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, due, readBody } from "./admission.ts";
import { startCallback, type Teller } from "./callback.ts";
import { clipSize } from "./clip.ts";
import type { Env, Sandbox } from "./context.ts";
import { baseResp, Refusal, wrong } from "./error.ts";
import { PORTRAIT, readPicture, V1_VIDEO_IMAGE } from "./input.ts";
import type { Words } from "./magic.ts";
import type { Task } from "./store.ts";
import { failureCode, type Stage, stageOf } from "./timeline.ts";
import { checkModel } from "./v1-video-models.ts";

const Body = v.strictObject({
  model: v.string(),
  prompt: v.optional(v.pipe(v.string(), v.maxLength(2000))),
  first_frame_image: v.optional(v.string()),
  last_frame_image: v.optional(v.string()),
  subject_reference: v.optional(
    v.pipe(
      v.array(
        v.strictObject({ type: v.literal("character"), image: v.pipe(v.array(v.string()), v.length(1)) }),
      ),
      v.length(1),
    ),
  ),
  prompt_optimizer: v.optional(v.boolean()),
  fast_pretreatment: v.optional(v.boolean()),
  duration: v.optional(v.number()),
  resolution: v.optional(v.string()),
  callback_url: v.optional(v.pipe(v.string(), v.url())),
});
type Body = v.InferOutput<typeof Body>;

const STATUS: Record<Stage, string> = {
  preparing: "Preparing",
  queueing: "Queueing",
  processing: "Processing",
  done: "Success",
  failed: "Fail",
  cancelled: "Fail",
};

async function order(sandbox: Sandbox, body: Body, digest: string, words: Words): Promise<Task> {
  const { seconds, resolution } = checkModel(body);
  const [first, last] = await Promise.all(
    (["first_frame_image", "last_frame_image"] as const).map(
      (field) => body[field] && readPicture(sandbox, body[field], field, V1_VIDEO_IMAGE),
    ),
  );
  const face = body.subject_reference?.[0]?.image[0];
  const person =
    face &&
    (await readPicture(sandbox, face, "subject_reference", {
      ...PORTRAIT,
      formats: V1_VIDEO_IMAGE.formats,
      maxBytes: V1_VIDEO_IMAGE.maxBytes,
    }));
  const pictures = [first || last, first ? last : undefined, person];
  const blobs = await Promise.all(pictures.map((picture) => picture && sandbox.store.keep(picture.bytes)));
  const frame = first || last;
  const size = clipSize(resolution, frame ? frame.width / frame.height : 16 / 9);
  return accept(sandbox, {
    endpoint: "/v1/video_generation",
    kind: "video",
    api: 1,
    model: body.model,
    prompt: body.prompt ?? "",
    digest,
    words,
    inputs: pictures.flatMap((picture) => (picture ? [picture.trace] : [])),
    order: {
      kind: "clip",
      prompt: body.prompt ?? "",
      ...(blobs[0] ? { first: blobs[0] } : {}),
      ...(blobs[1] ? { last: blobs[1] } : {}),
      ...(blobs[2] ? { person: blobs[2] } : {}),
    },
    clip: { ...size, seconds, resolution, ratio: "", inputImages: pictures.filter(Boolean).length },
    ...(body.callback_url ? { callback: { url: body.callback_url, told: "" } } : {}),
  });
}

/** The query's answer for a task, with the status word given. */
function view(task: Task, stage: Stage, status: string) {
  const code = stage === "failed" ? failureCode(task) : 0;
  return {
    task_id: task.id,
    status,
    file_id: stage === "done" && status === STATUS.done ? (task.fileId ?? "") : "",
    ...(stage === "done" && status === STATUS.done && task.clip
      ? { video_width: task.clip.width, video_height: task.clip.height }
      : {}),
    base_resp: baseResp(
      code === 0 ? undefined : new Refusal(code, code === 1024 ? (task.failure ?? undefined) : undefined),
    ),
  };
}

/** Callbacks use three words of their own, in lower case. */
export const tellV1 =
  (sandbox: Sandbox): Teller =>
  (task) => {
    const stage = stageOf(sandbox, task);
    const status =
      stage === "done" ? "success" : stage === "failed" || stage === "cancelled" ? "failed" : "processing";
    return { status, final: status !== "processing", body: { ...view(task, stage, STATUS[stage]), status } };
  };

/** Mounts the two endpoints. */
export function mountVideoV1(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/video_generation", async (c) => {
    const { body, digest } = await readBody(c, Body);
    const words = await admit(c, sandbox, body.prompt);
    const task = await order(sandbox, body, digest, words);
    sandbox.begin(task.id);
    startCallback(sandbox, task.id, tellV1(sandbox));
    answerUnlessDropped(task);
    return c.json({ task_id: task.id, base_resp: baseResp() });
  });
  app.get("/v1/query/video_generation", (c) => {
    const task = sandbox.store.tasks.get(c.req.query("task_id") ?? "");
    if (task?.kind !== "video" || task.api !== 1 || task.words.forgotten) throw wrong("task_id not found");
    const stage = stageOf(sandbox, task);
    const odd = task.words["odd-status"];
    const status =
      odd && stage !== "failed" && due(sandbox, "odd-status", odd, task.id) ? "Reviewing" : STATUS[stage];
    return c.json(view(task, stage, status));
  });
}
