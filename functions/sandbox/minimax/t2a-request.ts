/** The request of speech, shared by t2a_v2 and t2a_async_v2: its shape and rules (D:tts), and how it is carried out. */
import * as v from "valibot";
import { type AudioSetting, type Effects, encode, FORMATS } from "./audio.ts";
import type { Sandbox } from "./context.ts";
import { Refusal, wrong } from "./error.ts";
import { LANGUAGES } from "./language.ts";
import { type Spoken, speak } from "./speech.ts";
import { type Character, castVoice } from "./voice.ts";

export const SPEECH_MODELS = [
  "speech-2.8-hd",
  "speech-2.8-turbo",
  "speech-2.6-hd",
  "speech-2.6-turbo",
  "speech-02-hd",
  "speech-02-turbo",
  "speech-01-hd",
  "speech-01-turbo",
] as const;
const RATES = [8000, 16000, 22050, 24000, 32000, 44100] as const;
const EMOTIONS = [
  "happy",
  "sad",
  "angry",
  "fearful",
  "disgusted",
  "surprised",
  "calm",
  "fluent",
  "whisper",
] as const;
const SOUNDS = ["spacious_echo", "auditorium_echo", "lofi_telephone", "robotic"] as const;

const whole = (low: number, high: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);

const voiceSetting = v.strictObject({
  voice_id: optional(v.string()),
  speed: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(2)), 1),
  vol: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(10)), 1),
  pitch: v.optional(whole(-12, 12), 0),
  emotion: optional(v.picklist(EMOTIONS)),
  text_normalization: optional(v.boolean()),
  latex_read: optional(v.boolean()),
});
const audioFields = {
  bitrate: v.optional(v.picklist([32000, 64000, 128000, 256000]), 128000),
  format: v.optional(v.picklist(FORMATS), "mp3"),
  force_cbr: optional(v.boolean()),
};
/** The fields that both endpoints take. */
export const speechFields = {
  model: v.picklist(SPEECH_MODELS),
  voice_setting: optional(voiceSetting),
  pronunciation_dict: optional(v.strictObject({ tone: v.array(v.pipe(v.string(), v.includes("/"))) })),
  timbre_weights: optional(
    v.pipe(
      v.array(v.strictObject({ voice_id: v.string(), weight: whole(1, 100) })),
      v.minLength(1),
      v.maxLength(4),
    ),
  ),
  language_boost: v.optional(v.nullable(v.picklist(LANGUAGES))),
  voice_modify: optional(
    v.strictObject({
      pitch: optional(whole(-100, 100)),
      intensity: optional(whole(-100, 100)),
      timbre: optional(whole(-100, 100)),
      sound_effects: optional(v.picklist(SOUNDS)),
    }),
  ),
};
export const syncAudio = v.strictObject({
  sample_rate: v.optional(v.picklist(RATES), 32000),
  channel: v.optional(v.picklist([1, 2]), 1),
  ...audioFields,
});
export const asyncAudio = v.strictObject({
  audio_sample_rate: v.optional(v.picklist(RATES), 32000),
  channel: v.optional(v.picklist([1, 2]), 2),
  ...audioFields,
});

const Spec = v.object({
  ...speechFields,
  text: v.string(),
  audio_setting: v.optional(v.union([syncAudio, asyncAudio])),
});
export type SpeechSpec = v.InferOutput<typeof Spec>;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;

/** How much of a text nobody can read, from 0 to 1. Line ends are no fault. */
const invisibleRatio = (text: string): number => {
  const visible = text.replace(/[\r\n\t]/g, " ");
  return text.length === 0 ? 0 : (visible.match(INVISIBLE) ?? []).length / [...visible].length;
};

/** Refuses what the shape alone cannot: empty and illegible texts, bad pauses, and emotions that a model lacks. */
export function checkSpeech(spec: SpeechSpec, longest: number): void {
  if (spec.text.trim() === "") throw wrong("text is empty");
  if (spec.text.length >= longest) throw wrong(`text must be shorter than ${longest} characters`);
  if (invisibleRatio(spec.text) > 0.1) throw new Refusal(1042);
  const pauses = [...spec.text.matchAll(/<#([^#]*)#>/g)].map(([, inside]) => Number(inside));
  if (pauses.some((pause) => !(pause >= 0.01 && pause <= 99.99))) throw wrong("pause out of range");
  if (/#>\s*<#/.test(spec.text)) throw wrong("two pauses in a row");
  const emotion = spec.voice_setting?.emotion;
  if ((emotion === "fluent" || emotion === "whisper") && !spec.model.startsWith("speech-2.6"))
    throw wrong(`emotion ${emotion} not supported`);
  if (spec.timbre_weights && spec.voice_setting?.voice_id)
    throw wrong("voice_id and timbre_weights exclude each other");
}

/** The voice that speaks: the one named, or the heaviest of a mixture, coloured by the others. 2042 when unknown. */
export function cast(sandbox: Sandbox, spec: SpeechSpec, use: boolean): Character {
  const mixture = spec.timbre_weights;
  if (!mixture) {
    if (!spec.voice_setting?.voice_id) throw wrong("voice_setting.voice_id is required");
    return castVoice(sandbox, spec.voice_setting.voice_id, use);
  }
  const voices = mixture.map(({ voice_id, weight }) => ({
    character: castVoice(sandbox, voice_id, use),
    weight,
  }));
  const total = voices.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (read: (character: Character) => number) =>
    voices.reduce((sum, { character, weight }) => sum + read(character) * weight, 0) / total;
  const [main] = voices.sort((a, b) => b.weight - a.weight);
  if (!main) throw wrong("timbre_weights is empty");
  return { ...main.character, pitch: mean((c) => c.pitch), pace: mean((c) => c.pace) };
}

/** The audio settings with their defaults, whatever the endpoint calls the rate. */
export function audioSetting(spec: SpeechSpec, channels: 1 | 2): AudioSetting {
  const given = spec.audio_setting;
  if (!given) return { sampleRate: 32000, bitrate: 128000, format: "mp3", channels };
  const sampleRate =
    "audio_sample_rate" in given
      ? given.audio_sample_rate
      : "sample_rate" in given
        ? given.sample_rate
        : 32000;
  return { sampleRate, bitrate: given.bitrate, format: given.format, channels: given.channel };
}

/** A spoken and encoded text. */
export interface Speech {
  bytes: Buffer;
  milliseconds: number;
  lines: Spoken["lines"];
  setting: AudioSetting;
}

/** Speaks and encodes a checked request. */
export async function perform(
  sandbox: Sandbox,
  spec: SpeechSpec,
  character: Character,
  setting: AudioSetting,
): Promise<Speech> {
  const voice = spec.voice_setting;
  const spoken = await speak({
    text: spec.text,
    character,
    speed: voice?.speed ?? 1,
    emotion: voice?.emotion,
    languageBoost: spec.language_boost,
    tones: spec.pronunciation_dict?.tone,
    interjections: spec.model.startsWith("speech-2.8"),
  });
  const semitones = (voice?.pitch ?? 0) + (spec.voice_modify?.pitch ?? 0) / 25;
  const effects: Effects = {
    pitch: spoken.shift * 2 ** (semitones / 12),
    volume: voice?.vol ?? 1,
    sound: spec.voice_modify?.sound_effects,
    timbre: spec.voice_modify?.timbre,
    intensity: spec.voice_modify?.intensity,
  };
  const bytes = await encode(spoken.samples, spoken.rate, effects, setting, sandbox.scratch);
  return {
    bytes,
    milliseconds: Math.round((spoken.samples.length / spoken.rate) * 1000),
    lines: spoken.lines,
    setting,
  };
}

/** The `extra_info` of an answer: what was made, and how many characters are billed. */
export const extraInfo = (spec: SpeechSpec, speech: Speech) => ({
  audio_length: speech.milliseconds,
  audio_sample_rate: speech.setting.sampleRate,
  audio_size: speech.bytes.length,
  bitrate: speech.setting.bitrate,
  word_count: spec.text.split(/\s+/).filter(Boolean).length,
  invisible_character_ratio: invisibleRatio(spec.text),
  usage_characters: [...spec.text].length,
  audio_format: speech.setting.format,
  audio_channel: speech.setting.channels,
});
