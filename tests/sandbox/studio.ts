/** A running MiniMax sandbox for a test, spoken to over HTTP as a client would; stopped and wiped after the test. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { onTestFinished } from "vitest";
import { type MinimaxOptions, serveMinimax } from "../../functions/sandbox/minimax/serve.ts";

const KEY = "sk-test";
export const HOUR = 3_600_000;

/** Any JSON, for tests that look into it without a cast at each step. */
export type Json = { [key: string]: Json } & { [index: number]: Json } & Iterable<Json>;

/** A folder that is removed after the test. */
export async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts a sandbox without pretended waiting (`speed: 0`) whose clock `pass` moves. */
export async function openStudio(options: Partial<MinimaxOptions> = {}) {
  let ahead = 0;
  const server = await serveMinimax({
    dir: options.dir ?? (await folder()),
    apiKey: KEY,
    speed: 0,
    now: () => new Date(Date.now() + ahead),
    ...options,
  });
  let running = true;
  const stop = async () => {
    if (running) await server.stop();
    running = false;
  };
  onTestFinished(stop);
  return {
    url: server.url,
    stop,
    pass: (milliseconds: number): void => {
      ahead += milliseconds;
    },
    ...client(server.url),
  };
}

/** Speaks to a sandbox with the right key. */
export function client(url: string) {
  const headers = { authorization: `Bearer ${KEY}` };
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } });
  const json = async (path: string, init?: RequestInit) => (await (await call(path, init)).json()) as Json;
  const send = (method: string, path: string, body: unknown) =>
    call(path, {
      method,
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const post = async (path: string, body: unknown) => (await (await send("POST", path, body)).json()) as Json;

  /** Asks until the v1 task has ended; answers the last answer. */
  const ended = async (taskId: unknown): Promise<Json> => {
    for (;;) {
      const task = await json(`/v1/query/video_generation?task_id=${String(taskId)}`);
      if (!["Preparing", "Queueing", "Processing"].includes(String(task.status))) return task;
      await pause();
    }
  };
  /** A v1 clip's bytes, from its task. */
  const clip = async (taskId: unknown): Promise<Buffer> => {
    const { file_id } = await ended(taskId);
    return await download(await json(`/v1/files/retrieve?file_id=${String(file_id)}`));
  };
  /** The same for v2: the last state of the task. */
  const ended2 = async (taskId: unknown): Promise<Json> => {
    for (;;) {
      const answer = await json(`/v2/query/video_generation/${String(taskId)}`);
      if (!["queued", "running"].includes(String(answer.task?.status))) return answer.task ?? answer;
      await pause();
    }
  };
  const upload = (purpose: string, name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const form = new FormData();
    form.set("purpose", purpose);
    form.set("file", new File([bytes], name));
    return call("/v1/files/upload", { method: "POST", body: form });
  };
  return { call, json, send, post, ended, ended2, clip, upload };
}

const pause = () => new Promise((done) => setTimeout(done, 50));

/** The bytes behind the `download_url` of an answer of files/retrieve. */
export async function download(retrieved: Json): Promise<Buffer> {
  const answer = await fetch(String(retrieved.file?.download_url));
  return Buffer.from(await answer.arrayBuffer());
}

/** A picture with something in each corner, so that every motion of the camera shows; as a data URL. */
export async function picture(width = 960, height = 540) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 16 9" preserveAspectRatio="none">
    <rect width="16" height="9" fill="#e8d9b0"/><rect width="8" height="4.5" fill="#30506b"/><circle cx="12" cy="2.3" r="1.6" fill="#c8402e"/>
    <path d="M1,8 L4,5 L7,8.4 Z" fill="#2e7d4f"/><rect x="10" y="5.6" width="5" height="2.2" fill="#7a3f8f"/><circle cx="8" cy="4.5" r="0.9" fill="#111"/></svg>`;
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 95 }).toBuffer();
  return { bytes, url: `data:image/jpeg;base64,${bytes.toString("base64")}` };
}
