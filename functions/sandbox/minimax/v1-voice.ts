/** Voices: clone, list, delete (sheet section 9). A clone keeps the pitch of the sample, and goes when it is not used. */
import type { Hono } from "hono";
import * as v from "valibot";
import { accept, admit, answerUnlessDropped, checkOutcome, readBody } from "./admission.ts";
import { typeOf } from "./audio.ts";
import type { Env, Sandbox } from "./context.ts";
import { addressOf } from "./delivery.ts";
import { baseResp, Refusal, wrong } from "./error.ts";
import { LANGUAGES } from "./language.ts";
import { MediaError, PCM_RATE, samples } from "./media.ts";
import { medianPitch } from "./pitch.ts";
import type { InputTrace, Voice } from "./store.ts";
import {
  audioSetting,
  checkSpeech,
  extraInfo,
  perform,
  SPEECH_MODELS,
  type SpeechSpec,
} from "./t2a-request.ts";
import { FileId, findFile } from "./v1-files.ts";
import { characterOf, findClone, SYSTEM_VOICES } from "./voice.ts";

const CloneBody = v.strictObject({
  file_id: FileId,
  voice_id: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z][\w-]{6,254}[A-Za-z0-9]$/, "8 to 256 letters, digits, - and _"),
  ),
  clone_prompt: v.optional(
    v.strictObject({
      prompt_audio: FileId,
      prompt_text: v.pipe(v.string(), v.regex(/[.!?。！？…]$/u, "must end with punctuation")),
    }),
  ),
  text: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  model: v.optional(v.picklist(SPEECH_MODELS)),
  language_boost: v.optional(v.nullable(v.picklist(LANGUAGES))),
  text_validation: v.optional(v.pipe(v.string(), v.maxLength(200))),
  accuracy: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  need_noise_reduction: v.optional(v.boolean()),
  need_volume_normalization: v.optional(v.boolean()),
  aigc_watermark: v.optional(v.boolean()),
});
type CloneBody = v.InferOutput<typeof CloneBody>;

/** The samples of an uploaded sound of that purpose. A file that is no sound gives 1000, as the real service does. */
async function listen(
  sandbox: Sandbox,
  fileId: string,
  purpose: string,
): Promise<{ heard: Int16Array; trace: InputTrace | null }> {
  const file = findFile(sandbox, fileId);
  if (file.purpose !== purpose) throw wrong("file purpose does not match");
  const heard = await samples(await sandbox.store.read(file.blob), sandbox.scratch).catch(
    (error: unknown) => {
      throw error instanceof MediaError ? new Refusal(1000) : error;
    },
  );
  return { heard, trace: file.trace };
}

/** Checks sample and prompt audio; answers the voice's pitch in hertz and what was heard. */
async function study(sandbox: Sandbox, body: CloneBody): Promise<{ hertz: number; inputs: InputTrace[] }> {
  const { heard, trace } = await listen(sandbox, body.file_id, "voice_clone");
  const length = heard.length / PCM_RATE;
  if (length < 10 || length > 300) throw new Refusal(2037);
  const inputs = trace ? [trace] : [];
  if (body.clone_prompt) {
    const prompt = await listen(sandbox, body.clone_prompt.prompt_audio, "prompt_audio");
    if (prompt.heard.length / PCM_RATE >= 8) throw new Refusal(2048);
    if (prompt.trace) inputs.push(prompt.trace);
  }
  return { hertz: medianPitch(heard, PCM_RATE) ?? 150, inputs };
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Says the preview text in the new voice; answers its address and facts. It does not count as a use of the voice. */
async function preview(sandbox: Sandbox, voice: Voice, body: CloneBody, owner: string) {
  if (!body.text || !body.model) return { demo_audio: "" };
  const spec: SpeechSpec = {
    text: body.text,
    model: body.model,
    ...(body.language_boost ? { language_boost: body.language_boost } : {}),
  };
  const character = characterOf(voice.id, voice);
  const speech = await sandbox.quick(() => perform(sandbox, spec, character, audioSetting(spec, 1)));
  const blob = await sandbox.store.keep(speech.bytes);
  const url = addressOf(sandbox, {
    blob,
    type: typeOf("mp3"),
    filename: "demo.mp3",
    hours: 24,
    owner,
    words: {},
  });
  return { demo_audio: url, extra_info: extraInfo(spec, speech) };
}

/** Takes the voice in; 2039 when its id was ever used. In one go: two requests for one id at once must not both win. */
function enrol(sandbox: Sandbox, body: CloneBody, hertz: number): Voice {
  const { voice_id: id, file_id: fileId } = body;
  const taken = sandbox.store.voices.get(id) ?? SYSTEM_VOICES.some(([system]) => system === id);
  if (taken) throw new Refusal(2039);
  const voice: Voice = { id, fileId, hertz, createdAt: sandbox.now(), usedAt: null, deletedAt: null };
  sandbox.store.voices.put(voice);
  return voice;
}

function mountClone(app: Hono<Env>, sandbox: Sandbox): void {
  app.post("/v1/voice_clone", async (c) => {
    const { body, digest } = await readBody(c, CloneBody);
    if (body.text && !body.model) throw wrong("text needs model");
    if (body.text) checkSpeech({ text: body.text, model: body.model ?? "speech-02-hd" }, 1001);
    const words = await admit(
      c,
      sandbox,
      body.text,
      body.voice_id,
      body.clone_prompt?.prompt_text,
      body.text_validation,
    );
    checkOutcome(words);
    const { hertz, inputs } = await study(sandbox, body);
    const voice = enrol(sandbox, body, hertz);
    const model = body.model ?? "voice-clone";
    const task = accept(sandbox, {
      id: c.get("trace"),
      endpoint: "/v1/voice_clone",
      kind: "clone",
      api: 1,
      model,
      prompt: body.text ?? "",
      digest,
      words,
      inputs,
    });
    const demo = await preview(sandbox, voice, body, task.id);
    answerUnlessDropped(task);
    return c.json({ input_sensitive: false, input_sensitive_type: 0, ...demo, base_resp: baseResp() });
  });
}

/** Mounts voice_clone, get_voice and delete_voice. */
export function mountVoice(app: Hono<Env>, sandbox: Sandbox): void {
  mountClone(app, sandbox);
  app.post("/v1/get_voice", async (c) => {
    const { body } = await readBody(
      c,
      v.strictObject({ voice_type: v.picklist(["system", "voice_cloning", "voice_generation", "all"]) }),
    );
    const asked = (kind: string) => body.voice_type === kind || body.voice_type === "all";
    const clones = sandbox.store.voices
      .all()
      .filter((voice) => voice.usedAt !== null && voice.deletedAt === null);
    return c.json({
      ...(asked("system")
        ? {
            system_voice: SYSTEM_VOICES.map(([voice_id, voice_name]) => ({
              voice_id,
              voice_name,
              description: [],
              created_time: "1970-01-01",
            })),
          }
        : {}),
      ...(asked("voice_cloning")
        ? {
            voice_cloning: clones.map((voice) => ({
              voice_id: voice.id,
              description: [],
              created_time: day(voice.createdAt),
            })),
          }
        : {}),
      ...(asked("voice_generation") ? { voice_generation: null } : {}),
      base_resp: baseResp(),
    });
  });
  app.post("/v1/delete_voice", async (c) => {
    const { body } = await readBody(
      c,
      v.strictObject({ voice_type: v.picklist(["voice_cloning", "voice_generation"]), voice_id: v.string() }),
    );
    await admit(c, sandbox, body.voice_id);
    const voice = body.voice_type === "voice_cloning" ? findClone(sandbox, body.voice_id) : undefined;
    if (!voice) throw wrong("voice_id not found");
    sandbox.store.voices.put({ ...voice, hertz: 0, deletedAt: sandbox.now() });
    return c.json({ voice_id: voice.id, created_time: day(voice.createdAt), base_resp: baseResp() });
  });
}
