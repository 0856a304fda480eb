/** Speech at once: POST /v1/t2a_v2 with hex, an address, or a stream of server-sent events (sheet section 7). */
import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, checkOutcome, due, readBody } from "./admission.ts";
import { typeOf } from "./audio.ts";
import type { Call, Env, Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { baseResp, wrong } from "./error.ts";
import type { Words } from "./magic.ts";
import type { Task } from "./store.ts";
import {
  audioSetting,
  cast,
  checkSpeech,
  extraInfo,
  perform,
  type Speech,
  speechFields,
  syncAudio,
} from "./t2a-request.ts";

const LONGEST = 10_000;
const Body = v.strictObject({
  ...speechFields,
  text: v.string(),
  audio_setting: v.optional(syncAudio),
  stream: v.optional(v.boolean(), false),
  stream_options: v.optional(v.strictObject({ exclude_aggregated_audio: v.optional(v.boolean()) })),
  subtitle_enable: v.optional(v.boolean(), false),
  subtitle_type: v.optional(v.picklist(["sentence", "word", "word_streaming"])),
  output_format: v.optional(v.picklist(["hex", "url"]), "hex"),
});
type Body = v.InferOutput<typeof Body>;

function check(body: Body): void {
  checkSpeech(body, LONGEST);
  if (body.stream && body.output_format === "url") throw wrong("output_format url not supported with stream");
  if (body.subtitle_type === "word_streaming" && !body.stream) throw wrong("word_streaming needs stream");
  const format = body.audio_setting?.format ?? "mp3";
  if (body.voice_modify && !["mp3", "wav", "flac"].includes(format))
    throw wrong("voice_modify not supported with this format");
}

/** Keeps some bytes of an answer and gives their address for a day. */
async function publish(
  sandbox: Sandbox,
  task: Task,
  words: Words,
  bytes: Buffer,
  filename: string,
  type: string,
): Promise<string> {
  const blob = await sandbox.store.keep(bytes);
  return addressOf(sandbox, { blob, type, filename, hours: 24, owner: task.id, words });
}

/** Word timings are shared out inside each sentence by length: espeak-ng is asked for sentences. */
function subtitles(speech: Speech, kind: Body["subtitle_type"]): Speech["lines"] {
  if (kind !== "word") return speech.lines;
  return speech.lines.flatMap((line) => {
    const words = line.text.split(/\s+/);
    const letters = words.reduce((sum, word) => sum + word.length, 0) || 1;
    let passed = line.time_begin;
    return words.map((text) => {
      const begin = passed;
      passed += ((line.time_end - line.time_begin) * text.length) / letters;
      return { text, time_begin: Math.round(begin), time_end: Math.round(passed) };
    });
  });
}

function stream(c: Call, body: Body, speech: Speech, task: Task) {
  const tail = { trace_id: task.id, base_resp: baseResp() };
  const size = Math.ceil(speech.bytes.length / 4);
  return streamSSE(c, async (events) => {
    for (let at = 0; at < speech.bytes.length; at += size) {
      const audio = speech.bytes.toString("hex", at, Math.min(at + size, speech.bytes.length));
      await events.writeSSE({ data: JSON.stringify({ data: { audio, status: 1 }, ...tail }) });
    }
    const whole = body.stream_options?.exclude_aggregated_audio ? "" : speech.bytes.toString("hex");
    await events.writeSSE({
      data: JSON.stringify({
        data: { audio: whole, status: 2 },
        extra_info: extraInfo(body, speech),
        ...tail,
      }),
    });
  });
}

/** Mounts the endpoint. */
export function mountSpeech(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/t2a_v2", async (c) => {
    const { body, digest } = await readBody(c, Body);
    check(body);
    const words = await admit(c, sandbox, body.text, body.voice_setting?.voice_id);
    checkOutcome(words);
    const character = cast(sandbox, body, true);
    const task = accept(sandbox, {
      id: c.get("trace"),
      endpoint: "/v1/t2a_v2",
      kind: "speech",
      api: 1,
      model: body.model,
      prompt: body.text,
      digest,
      words,
    });
    const speech = await sandbox.quick(() => perform(sandbox, body, character, audioSetting(body, 1)));
    answerUnlessDropped(task);
    if (body.stream) return stream(c, body, speech, task);
    const tail = { trace_id: task.id, base_resp: baseResp() };
    if (words.null && due(sandbox, "null", words.null, digest)) return c.json({ data: null, ...tail });
    const { format } = speech.setting;
    const audio =
      body.output_format === "hex"
        ? speech.bytes.toString("hex")
        : await publish(sandbox, task, words, speech.bytes, `speech.${format}`, typeOf(format));
    const lines = Buffer.from(JSON.stringify(subtitles(speech, body.subtitle_type)));
    const file = body.subtitle_enable
      ? { subtitle_file: await publish(sandbox, task, {}, lines, "subtitle.json", "application/json") }
      : {};
    return c.json({ data: { audio, ...file, status: 2 }, extra_info: extraInfo(body, speech), ...tail });
  });
}
