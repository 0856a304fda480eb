/** Music: POST /v1/music_generation, answered at once (sheet section 10). A short tune; lyrics are not sung. */
import type { Hono } from "hono";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, checkOutcome, due, readBody } from "./admission.ts";
import { type AudioSetting, encode, typeOf } from "./audio.ts";
import type { Env, Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { baseResp, wrong } from "./error.ts";
import { withoutWords } from "./magic.ts";
import { makeTune, TUNE_RATE } from "./tune.ts";

const Body = v.strictObject({
  model: v.picklist(["music-2.6", "music-2.6-free", "music-2.5+", "music-2.5", "music-2.0"]),
  prompt: v.pipe(v.string(), v.nonEmpty(), v.maxLength(2000)),
  lyrics: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(3500))),
  is_instrumental: v.optional(v.boolean(), false),
  lyrics_optimizer: v.optional(v.boolean(), false),
  output_format: v.optional(v.picklist(["hex", "url"]), "hex"),
  audio_setting: v.optional(
    v.strictObject({
      sample_rate: v.optional(v.picklist([16000, 24000, 32000, 44100]), 44100),
      bitrate: v.optional(v.picklist([32000, 64000, 128000, 256000]), 256000),
      format: v.optional(v.picklist(["mp3", "wav", "pcm"]), "mp3"),
    }),
  ),
});

type Body = v.InferOutput<typeof Body>;

const settingOf = ({ audio_setting: asked }: Body): AudioSetting => ({
  sampleRate: asked?.sample_rate ?? 44100,
  bitrate: asked?.bitrate ?? 256000,
  format: asked?.format ?? "mp3",
  channels: 2,
});

async function compose(sandbox: Sandbox, prompt: string, setting: AudioSetting) {
  const samples = await makeTune(withoutWords(prompt));
  const plain = { pitch: 1, volume: 1 };
  return { samples, bytes: await encode(samples, TUNE_RATE, plain, setting, sandbox.scratch) };
}

/** Mounts the endpoint. */
export function mountMusic(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/music_generation", async (c) => {
    const { body, digest } = await readBody(c, Body);
    const { model, prompt, lyrics } = body;
    if (lyrics === undefined && !body.is_instrumental && !body.lyrics_optimizer)
      throw wrong("lyrics are required");
    const words = await admit(c, sandbox, prompt, lyrics);
    checkOutcome(words);
    const common = { endpoint: "/v1/music_generation", kind: "music", api: 1 } as const;
    const task = accept(sandbox, { ...common, id: c.get("trace"), model, prompt, digest, words });
    const setting = settingOf(body);
    const { format } = setting;
    const { samples, bytes } = await sandbox.quick(() => compose(sandbox, prompt, setting));
    answerUnlessDropped(task);
    const tail = { trace_id: task.id, base_resp: baseResp() };
    if (words.null && due(sandbox, "null", words.null, digest)) return c.json({ data: null, ...tail });
    const publish = async () => {
      const blob = await sandbox.store.keep(bytes);
      const link = {
        blob,
        type: typeOf(format),
        filename: `music.${format}`,
        hours: 24,
        owner: task.id,
        words,
      };
      return addressOf(sandbox, link);
    };
    const audio = body.output_format === "hex" ? bytes.toString("hex") : await publish();
    const extra = {
      music_duration: Math.round((samples.length / TUNE_RATE) * 1000),
      music_sample_rate: setting.sampleRate,
      music_channel: 2,
      bitrate: setting.bitrate,
      music_size: bytes.length,
    };
    return c.json({ data: { audio, status: 2 }, extra_info: extra, ...tail });
  });
}
