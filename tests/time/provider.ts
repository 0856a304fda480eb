/**
 * The model provider of the time machine: answers like the real one, works by the set clock, and remembers what of whom
 * stands with it. Results are a few small files made once: what they show is tested elsewhere.
 */
import sharp from "sharp";
import { now } from "../../core/base/clock.ts";
import { film, mp3 } from "../core/media/samples.ts";
import { answerWith, inBand, providerUrl, type Scripted, type Sent, sent } from "../support/provider.ts";
import { HOUR, MINUTE, plus } from "./calendar.ts";

/** How long a clip takes, and one that nobody waits for any more. */
const CLIP_TIME = 2 * MINUTE;
const LATE_TIME = 3 * HOUR;
/** Words of a prompt that the provider acts on. */
export const LATE = "much too late";
export const REFUSED = "not allowed";

type Task = { id: string; api: 1 | 2; prompt: string; createdAt: Date; readyAt: Date };

/** The tasks and files that stand at the provider, by their ids. */
export const atProvider = new Map<string, Task>();
let number = 1000;

const json = (value: unknown, status = 200): Scripted => ({ status, body: JSON.stringify(value) });
const ok = (value: Record<string, unknown>) => json({ ...value, base_resp: { status_code: 0 } });
const UNKNOWN_V1 = inBand(2013);
const UNKNOWN_V2 = json(
  { type: "error", error: { type: "bad_request_error", message: "no such task (2013)" } },
  400,
);

const image = sharp({ create: { width: 96, height: 96, channels: 3, background: "#48c" } })
  .jpeg()
  .toBuffer();
const sound = mp3(1, ["-b:a", "32k"]);
const clip = film(["-movflags", "+faststart"], "film.mp4", 1);

function begin(api: Task["api"], prompt: string): string {
  const id = String(number++);
  const time = prompt.includes(LATE) ? LATE_TIME : CLIP_TIME;
  atProvider.set(id, { id, api, prompt, createdAt: now(), readyAt: plus(now(), time) });
  return id;
}

const isReady = (task: Task) => task.readyAt <= now();

async function create(path: string, body: string): Promise<Scripted | undefined> {
  const request = JSON.parse(body || "{}");
  const prompt = String(request.prompt ?? request.text ?? request.content?.[0]?.text ?? "");
  if (prompt.includes(REFUSED)) return inBand(1026);
  if (path === "/v1/image_generation") return ok({ data: { image_urls: [`${providerUrl}/made/image`] } });
  if (path === "/v1/t2a_v2") return ok({ data: { audio: (await sound).toString("hex") } });
  if (path === "/v1/video_generation") return ok({ task_id: begin(1, prompt) });
  if (path === "/v2/video_generation") return json({ task_id: begin(2, prompt) });
  return undefined;
}

const secondsOf = ({ createdAt }: Task) => Math.floor(createdAt.getTime() / 1000);

/** The lists: of files that are ready, and of tasks. */
function list({ pathname }: URL): Scripted | undefined {
  const all = [...atProvider.values()];
  if (pathname === "/v1/files/list") {
    const files = all.filter((task) => task.api === 1 && isReady(task));
    return ok({ files: files.map((task) => ({ file_id: Number(task.id), created_at: secondsOf(task) })) });
  }
  if (pathname !== "/v2/query/video_generation") return undefined;
  const tasks = all.filter(({ api }) => api === 2);
  return json({ items: tasks.map((task) => ({ id: task.id, created_at: secondsOf(task) })) });
}

function question(url: URL): Scripted | undefined {
  const id =
    url.searchParams.get("task_id") ?? url.searchParams.get("file_id") ?? url.pathname.split("/").at(-1);
  const task = atProvider.get(id ?? "");
  if (url.pathname === "/v1/query/video_generation") {
    if (!task) return UNKNOWN_V1;
    return ok(isReady(task) ? { status: "Success", file_id: task.id } : { status: "Processing" });
  }
  if (url.pathname === "/v1/files/retrieve")
    return task ? ok({ file: { download_url: `${providerUrl}/made/clip` } }) : UNKNOWN_V1;
  if (!url.pathname.startsWith("/v2/query/video_generation/")) return undefined;
  if (!task) return UNKNOWN_V2;
  const content = { url: `${providerUrl}/made/clip` };
  return json({ task: isReady(task) ? { status: "succeeded", content } : { status: "running" } });
}

function removal(method: string, path: string, body: string): Scripted | undefined {
  const v1 = method === "POST" && path === "/v1/files/delete";
  const v2 = method === "DELETE" && path.startsWith("/v2/video_generation/");
  if (!v1 && !v2) return undefined;
  const id = v1 ? String(JSON.parse(body).file_id) : (path.split("/").at(-1) ?? "");
  if (!atProvider.delete(id)) return v1 ? UNKNOWN_V1 : UNKNOWN_V2;
  return ok({});
}

async function answer({ method, path, body }: Sent): Promise<Scripted> {
  sent.length = 0;
  const url = new URL(path, providerUrl);
  if (url.pathname === "/made/image") return { status: 200, body: await image };
  if (url.pathname === "/made/clip") return { status: 200, body: await clip };
  const given =
    removal(method, url.pathname, body) ??
    (method === "POST" ? await create(url.pathname, body) : (list(url) ?? question(url)));
  if (!given) throw new Error(`the provider has no ${method} ${path}`);
  return given;
}

/** From now on the provider of this process's service is the machine's. */
export const openProvider = (): void => answerWith(answer);
