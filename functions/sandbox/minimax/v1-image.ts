/** Images: POST /v1/image_generation, answered at once (sheet section 4). Counts in `metadata` are strings. */
import type { Hono } from "hono";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, checkOutcome, due, readBody } from "./admission.ts";
import type { Env, Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { baseResp, wrong } from "./error.ts";
import { PORTRAIT, readPicture } from "./input.ts";
import { withoutWords } from "./magic.ts";
import { paint } from "./painting.ts";
import type { Task } from "./store.ts";

const SIZES = {
  "1:1": [1024, 1024],
  "16:9": [1280, 720],
  "4:3": [1152, 864],
  "3:2": [1248, 832],
  "2:3": [832, 1248],
  "3:4": [864, 1152],
  "9:16": [720, 1280],
  "21:9": [1344, 576],
} as const;
type Ratio = keyof typeof SIZES;

const side = v.pipe(v.number(), v.integer(), v.minValue(512), v.maxValue(2048), v.multipleOf(8));
const Body = v.strictObject({
  model: v.picklist(["image-01", "image-01-live"]),
  prompt: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1500)),
  aspect_ratio: v.optional(v.picklist(Object.keys(SIZES) as [Ratio, ...Ratio[]])),
  width: v.optional(side),
  height: v.optional(side),
  response_format: v.optional(v.picklist(["url", "base64"]), "url"),
  seed: v.optional(v.union([v.pipe(v.number(), v.integer()), v.bigint()])),
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)), 1),
  prompt_optimizer: v.optional(v.boolean()),
  subject_reference: v.optional(
    v.pipe(v.array(v.strictObject({ type: v.literal("character"), image_file: v.string() })), v.length(1)),
  ),
  aigc_watermark: v.optional(v.boolean()),
});
type Body = v.InferOutput<typeof Body>;

/** The size of the picture in pixels; aspect_ratio wins over width and height, as the page says. */
function sizeOf(body: Body): readonly [number, number] {
  if ((body.width === undefined) !== (body.height === undefined)) throw wrong("width and height go together");
  if (body.model === "image-01-live") {
    if (!body.subject_reference) throw wrong("image-01-live needs subject_reference");
    if (body.width !== undefined) throw wrong("width and height are for image-01");
  }
  if (body.aspect_ratio || body.width === undefined || body.height === undefined)
    return SIZES[body.aspect_ratio ?? "1:1"];
  return [body.width, body.height];
}

async function draw(
  sandbox: Sandbox,
  taskId: string,
  body: Body,
  count: number,
  portrait?: Buffer,
): Promise<Buffer[]> {
  const [width, height] = sizeOf(body);
  const pictures: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    sandbox.signal.throwIfAborted();
    const seed = `${body.seed ?? taskId} ${index}`;
    const scene = { prompt: withoutWords(body.prompt), seed, width, height };
    pictures.push(await paint({ ...scene, ...(portrait ? { portrait } : {}) }));
  }
  return pictures;
}

/** The pictures as the answer has them: by addresses of a day, or as they are. */
async function hand(sandbox: Sandbox, body: Body, task: Task, pictures: Buffer[]) {
  if (body.response_format === "base64")
    return { image_base64: pictures.map((bytes) => bytes.toString("base64")) };
  const blobs = await Promise.all(pictures.map((bytes) => sandbox.store.keep(bytes)));
  const link = { type: "image/jpeg", hours: 24, owner: task.id, words: task.words };
  const urls = blobs.map((blob, index) =>
    addressOf(sandbox, { ...link, blob, filename: `image_${index}.jpeg` }),
  );
  return { image_urls: urls };
}

/** Mounts the endpoint. */
export function mountImage(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/image_generation", async (c) => {
    const { body, digest } = await readBody(c, Body);
    sizeOf(body);
    const words = await admit(c, sandbox, body.prompt);
    checkOutcome(words);
    const face = body.subject_reference?.[0]?.image_file;
    const portrait =
      face === undefined ? undefined : await readPicture(sandbox, face, "subject_reference", PORTRAIT);
    const task = accept(sandbox, {
      id: c.get("trace"),
      endpoint: "/v1/image_generation",
      kind: "image",
      api: 1,
      model: body.model,
      prompt: body.prompt,
      digest,
      words,
      inputs: portrait ? [portrait.trace] : [],
    });
    const missing = Math.min(body.n, words.partial ?? 0);
    const pictures = await sandbox.quick(() =>
      draw(sandbox, task.id, body, body.n - missing, portrait?.bytes),
    );
    answerUnlessDropped(task);
    const empty = words.null && due(sandbox, "null", words.null, digest);
    const data = await hand(sandbox, body, task, pictures);
    return c.json({
      id: task.id,
      data: empty ? null : data,
      metadata: { success_count: String(pictures.length), failed_count: String(missing) },
      base_resp: baseResp(),
    });
  });
}
