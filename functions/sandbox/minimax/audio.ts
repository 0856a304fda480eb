/** Samples into sound files: pitch, loudness and effects, then MP3, WAV, FLAC, PCM, mu-law or Opus, all by ffmpeg. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ffmpeg, inFolder } from "./ffmpeg.ts";

export interface AudioSetting {
  sampleRate: number;
  /** Bits a second; MP3 alone has one. */
  bitrate: number;
  format: AudioFormat;
  channels: 1 | 2;
}
export const FORMATS = ["mp3", "pcm", "flac", "wav", "pcmu_raw", "pcmu_wav", "opus"] as const;
type AudioFormat = (typeof FORMATS)[number];

export interface Effects {
  /** Factor on the pitch; the length stays. */
  pitch: number;
  /** Factor on the loudness. */
  volume: number;
  sound?: string | undefined;
  /** -100 to 100 each: darker to brighter, softer to stronger. */
  timbre?: number | undefined;
  intensity?: number | undefined;
}

const CODECS: Record<AudioFormat, { options: string[]; type: string }> = {
  mp3: { options: ["-c:a", "libmp3lame", "-f", "mp3"], type: "audio/mpeg" },
  pcm: { options: ["-c:a", "pcm_s16le", "-f", "s16le"], type: "audio/pcm" },
  flac: { options: ["-c:a", "flac", "-f", "flac"], type: "audio/flac" },
  wav: { options: ["-c:a", "pcm_s16le", "-f", "wav"], type: "audio/wav" },
  pcmu_raw: { options: ["-c:a", "pcm_mulaw", "-f", "mulaw"], type: "audio/basic" },
  pcmu_wav: { options: ["-c:a", "pcm_mulaw", "-f", "wav"], type: "audio/wav" },
  opus: { options: ["-c:a", "libopus", "-f", "ogg"], type: "audio/ogg" },
};

/** The media type of a format. */
export const typeOf = (format: AudioFormat): string => CODECS[format].type;

const SOUNDS: Record<string, string> = {
  spacious_echo: "aecho=0.8:0.85:220|430:0.35|0.2",
  auditorium_echo: "aecho=0.8:0.9:60|110|170:0.4|0.3|0.2",
  lofi_telephone: "highpass=f=320,lowpass=f=3200",
  robotic: "aecho=0.8:0.9:9|18:0.7|0.5",
};

function filters(rate: number, effects: Effects): string {
  const steps = [
    ...(effects.pitch === 1
      ? []
      : [
          `asetrate=${Math.round(rate * effects.pitch)}`,
          `aresample=${rate}`,
          `atempo=${(1 / effects.pitch).toFixed(5)}`,
        ]),
    ...(effects.timbre ? [`treble=g=${(effects.timbre / 10).toFixed(1)}`] : []),
    ...(SOUNDS[effects.sound ?? ""] ? [SOUNDS[effects.sound ?? ""]] : []),
    `volume=${(effects.volume * (1 + (effects.intensity ?? 0) / 200)).toFixed(4)}`,
    "alimiter=limit=0.97",
  ];
  return steps.join(",");
}

/** Opus knows few rates; the nearest one above is taken. */
const rateOf = ({ format, sampleRate }: AudioSetting): number =>
  format === "opus" ? ([8000, 12000, 16000, 24000].find((rate) => rate >= sampleRate) ?? 48000) : sampleRate;

/** Encodes mono samples at `rate`, with `scratch` as the place for its files. */
export async function encode(
  samples: Int16Array,
  rate: number,
  effects: Effects,
  setting: AudioSetting,
  scratch: string,
): Promise<Buffer> {
  const bitrate =
    setting.format === "mp3" || setting.format === "opus" ? ["-b:a", String(setting.bitrate)] : [];
  const target = [
    "-ar",
    String(rateOf(setting)),
    "-ac",
    String(setting.channels),
    ...CODECS[setting.format].options,
  ];
  const source = ["-f", "s16le", "-ar", String(rate), "-ac", "1", "-i", "pipe:0", "-af"];
  const input = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return await inFolder(scratch, async (folder) => {
    const out = join(folder, "out");
    await ffmpeg(
      [...source, filters(rate, effects), ...target, ...bitrate, "-map_metadata", "-1", out],
      input,
    );
    return await readFile(out);
  });
}
