/** Files: upload, list, retrieve, retrieve_content, delete (sheet section 8). `file_id` is a raw 64-bit number in JSON. */
import type { Hono } from "hono";
import * as v from "valibot";
import { admit, readBody } from "./admission.ts";
import { type Env, freshId, type Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { baseResp, wrong } from "./error.ts";
import { traceOf } from "./input.ts";
import { raw } from "./int64.ts";
import { readWords } from "./magic.ts";
import type { InputTrace, StoredFile } from "./store.ts";

const MB = 1_000_000;
const SOUND = ["mp3", "m4a", "wav"];
/** What may be uploaded for what (D:files). */
const PURPOSES: Record<string, { kind: InputTrace["kind"]; endings?: string[]; maxBytes: number }> = {
  voice_clone: { kind: "audio", endings: SOUND, maxBytes: 20 * MB },
  prompt_audio: { kind: "audio", endings: SOUND, maxBytes: 20 * MB },
  t2a_async_input: { kind: "text", endings: ["txt", "zip"], maxBytes: 10 * MB },
  video_understanding: { kind: "video", endings: ["mp4", "avi", "mov", "mkv"], maxBytes: 50 * MB },
  video_generation_input: { kind: "video", maxBytes: 50 * MB },
};
const DELETABLE = [
  "voice_clone",
  "prompt_audio",
  "t2a_async",
  "t2a_async_input",
  "video_generation",
  "video_generation_input",
] as const;

/** A file id in a JSON body: a whole number, of any size, never a string. */
export const FileId = v.pipe(
  v.union([v.bigint(), v.pipe(v.number(), v.integer())], "must be an int64"),
  v.transform(String),
);

const view = (file: StoredFile) => ({
  file_id: raw(file.id),
  bytes: file.bytes,
  created_at: Math.floor(file.createdAt / 1000),
  filename: file.filename,
  purpose: file.purpose,
});

/** Words of the upload's name, and those of the prompt of the task that made the file. */
const wordsOf = (sandbox: Sandbox, file: StoredFile) => ({
  ...readWords(file.filename),
  ...(file.taskId ? sandbox.store.tasks.get(file.taskId)?.words : {}),
});

/** A file that is there; 2013 otherwise. Inputs of video v2 are kept for seven days. */
export function findFile(sandbox: Sandbox, id: string | undefined): StoredFile {
  const file = sandbox.store.files.get(id ?? "");
  const old = file?.purpose === "video_generation_input" && sandbox.now() - file.createdAt >= 7 * 86_400_000;
  if (!file || file.deletedAt !== null || old) throw wrong("file not found");
  return file;
}

/** Mounts the five endpoints. */
export function mountFiles(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/files/upload", async (c) => {
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, string | File>);
    const { purpose, file } = form;
    const rule = typeof purpose === "string" ? PURPOSES[purpose] : undefined;
    if (typeof purpose !== "string" || !rule) throw wrong("purpose not supported");
    if (!(file instanceof File) || file.size === 0) throw wrong("file is required");
    await admit(c, sandbox, file.name);
    const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
    if (file.size > rule.maxBytes || (rule.endings && !rule.endings.includes(ending))) {
      return c.json({ base_resp: baseResp(wrong("file size or format not supported")) }, 400);
    }
    const bytes = Buffer.from(await file.arrayBuffer());
    const stored: StoredFile = {
      id: freshId(sandbox, 18),
      purpose,
      filename: file.name,
      type: file.type || "application/octet-stream",
      bytes: bytes.length,
      createdAt: sandbox.now(),
      blob: await sandbox.store.keep(bytes),
      taskId: null,
      trace: traceOf(rule.kind, bytes),
      hours: 1,
      deletedAt: null,
    };
    sandbox.store.files.put(stored);
    return c.json({ file: view(stored), base_resp: baseResp() });
  });
  app.get("/v1/files/list", (c) => {
    const purpose = c.req.query("purpose");
    if (!purpose) throw wrong("purpose is required");
    const files = sandbox.store.files
      .all()
      .filter((file) => file.purpose === purpose && file.deletedAt === null);
    return c.json({ files: files.map(view), base_resp: baseResp() });
  });
  app.get("/v1/files/retrieve", (c) => {
    const file = findFile(sandbox, c.req.query("file_id"));
    const url = addressOf(sandbox, { ...file, owner: file.id, words: wordsOf(sandbox, file) });
    return c.json({ file: { ...view(file), download_url: url }, base_resp: baseResp() });
  });
  app.get("/v1/files/retrieve_content", async (c) => {
    const file = findFile(sandbox, c.req.query("file_id"));
    const bytes = await sandbox.store.read(file.blob);
    return c.body(new Uint8Array(bytes), 200, {
      "content-type": file.type,
      "content-length": String(bytes.length),
    });
  });
  app.post("/v1/files/delete", async (c) => {
    const { body } = await readBody(c, v.strictObject({ file_id: FileId, purpose: v.picklist(DELETABLE) }));
    const file = findFile(sandbox, body.file_id);
    if (file.purpose !== body.purpose) throw wrong("purpose does not match");
    await sandbox.store.drop(file.blob);
    sandbox.store.files.put({ ...file, deletedAt: sandbox.now() });
    return c.json({ file_id: raw(file.id), base_resp: baseResp() });
  });
}
