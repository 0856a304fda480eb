/** Long speech: POST /v1/t2a_async_v2 and its query (sheet 7.1). The result is a tar file; ids are 64-bit numbers. */
import { unzipSync } from "fflate";
import type { Hono } from "hono";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, due, readBody } from "./admission.ts";
import { type Env, freshId, type Sandbox, sha256 } from "./context.ts";
import { baseResp, Refusal, wrong } from "./error.ts";
import { raw } from "./int64.ts";
import { asyncAudio, cast, checkSpeech, speechFields } from "./t2a-request.ts";
import { failureCode, type Stage, stageOf } from "./timeline.ts";
import { FileId, findFile } from "./v1-files.ts";

const LONGEST_TEXT = 50_001;
const LONGEST_FILE = 100_001;
const Body = v.strictObject({
  ...speechFields,
  text: v.optional(v.string()),
  text_file_id: v.optional(FileId),
  audio_setting: v.optional(asyncAudio),
});

const STATUS: Record<Stage, string> = {
  preparing: "Processing",
  queueing: "Processing",
  processing: "Processing",
  done: "Success",
  failed: "Failed",
  cancelled: "Failed",
};

/** The text of an uploaded txt file, or of the texts inside a zip. */
async function readText(sandbox: Sandbox, fileId: string): Promise<string> {
  const file = findFile(sandbox, fileId);
  if (file.purpose !== "t2a_async_input") throw wrong("text_file_id: purpose does not match");
  const bytes = await sandbox.store.read(file.blob);
  if (!file.filename.toLowerCase().endsWith(".zip")) return bytes.toString("utf8");
  try {
    const entries = Object.entries(unzipSync(bytes)).filter(([name]) => name.endsWith(".txt"));
    return entries.map(([, content]) => Buffer.from(content).toString("utf8")).join("\n");
  } catch {
    throw wrong("text_file_id: not a zip file");
  }
}

/** Mounts the two endpoints. */
export function mountSpeechAsync(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/t2a_async_v2", async (c) => {
    const { body, digest } = await readBody(c, Body);
    const { text, text_file_id: source, ...rest } = body;
    if ((text === undefined) === (source === undefined)) throw wrong("text or text_file_id is required");
    const spec = { ...rest, text: source === undefined ? (text ?? "") : await readText(sandbox, source) };
    checkSpeech(spec, source === undefined ? LONGEST_TEXT : LONGEST_FILE);
    const words = await admit(c, sandbox, spec.text, spec.voice_setting?.voice_id);
    cast(sandbox, spec, true);
    const order = { kind: "speech", request: JSON.stringify(spec) } as const;
    const fileId = freshId(sandbox, 18);
    const id = freshId(sandbox, 18);
    const task = accept(sandbox, {
      id,
      endpoint: "/v1/t2a_async_v2",
      kind: "speech",
      api: 1,
      model: body.model,
      prompt: spec.text,
      digest,
      words,
      order,
      fileId,
    });
    sandbox.begin(task.id);
    answerUnlessDropped(task);
    const token = sha256(`${sandbox.seed} ${id}`);
    return c.json({
      task_id: raw(id),
      task_token: token,
      file_id: raw(fileId),
      usage_characters: [...spec.text].length,
      base_resp: baseResp(),
    });
  });
  app.get("/v1/query/t2a_async_query_v2", (c) => {
    const task = sandbox.store.tasks.get(c.req.query("task_id") ?? "");
    if (task?.endpoint !== "/v1/t2a_async_v2" || task.words.forgotten) throw wrong("task_id not found");
    const stage = stageOf(sandbox, task);
    const odd = task.words["odd-status"];
    const status =
      odd && stage !== "failed" && due(sandbox, "odd-status", odd, task.id) ? "Reviewing" : STATUS[stage];
    const code = stage === "failed" ? failureCode(task) : 0;
    return c.json({
      task_id: raw(task.id),
      status,
      file_id: raw(task.fileId ?? "0"),
      base_resp: baseResp(code === 0 ? undefined : new Refusal(code)),
    });
  });
}
