/** Real, audible speech: espeak-ng in a process of its own, told how a voice is to sound. */
import { join } from "node:path";
import { spawnTool } from "./ffmpeg.ts";
import { chooseLanguage } from "./language.ts";
import type { Character } from "./voice.ts";

/** What the process is told; a piece is words to say or a pause. */
export interface Utterance {
  voice: string;
  wordsPerMinute: number;
  /** espeak-ng's own scales, 0 to 99. */
  pitch: number;
  range: number;
  pieces: ({ text: string } | { pauseSeconds: number })[];
}

export interface Spoken {
  /** Mono samples. */
  samples: Int16Array;
  rate: number;
  /** Factor by which the pitch must still be moved to reach the voice asked for. */
  shift: number;
  /** Sentences with their times in milliseconds, as subtitles have them. */
  lines: { text: string; time_begin: number; time_end: number }[];
}

interface SpeechOrder {
  text: string;
  character: Character;
  /** 0.5 to 2. */
  speed: number;
  emotion?: string | undefined;
  languageBoost?: string | null | undefined;
  /** Pairs `written/spoken`. */
  tones?: string[] | undefined;
  /** Whether `(laughs)` and the like are sounds (here: a short pause) rather than words. */
  interjections: boolean;
}

/** Words a minute at speed 1: a calm reader. */
const PACE = 165;
/** How an emotion colours pace, pitch and melody. */
const EMOTIONS: Record<string, { pace: number; pitch: number; range: number }> = {
  happy: { pace: 1.06, pitch: 8, range: 20 },
  sad: { pace: 0.86, pitch: -8, range: -25 },
  angry: { pace: 1.1, pitch: -3, range: 25 },
  fearful: { pace: 1.12, pitch: 10, range: 10 },
  disgusted: { pace: 0.94, pitch: -6, range: 5 },
  surprised: { pace: 1.05, pitch: 12, range: 30 },
  calm: { pace: 0.93, pitch: -2, range: -12 },
  fluent: { pace: 1.05, pitch: 0, range: 5 },
  whisper: { pace: 0.92, pitch: -4, range: -30 },
};
/** Mean pitch in hertz of espeak-ng's voices of men and women at pitch 50. */
const NATURAL_HERTZ = { m: 105, f: 190 };
const INTERJECTION =
  /\((?:laughs|chuckle|coughs|clear-throat|groans|breath|pant|inhale|exhale|gasps|sniffs|sighs|snorts|burps|lip-smacking|humming|hissing|emm|sneezes)\)/g;

/** Says a text. */
export async function speak(order: SpeechOrder): Promise<Spoken> {
  const { character } = order;
  const mood = EMOTIONS[order.emotion ?? ""] ?? { pace: 1, pitch: 0, range: 0 };
  const language = chooseLanguage(order.text, order.languageBoost, character.language);
  const utterance: Utterance = {
    voice: `${language}+${mood === EMOTIONS.whisper ? "whisper" : character.variant}`,
    wordsPerMinute: Math.round(Math.max(80, PACE * order.speed * character.pace * mood.pace)),
    pitch: Math.round(Math.max(0, Math.min(99, (character.hertz ? 50 : character.pitch) + mood.pitch))),
    range: Math.round(Math.max(0, Math.min(99, 50 + mood.range))),
    pieces: split(order),
  };
  const program = join(import.meta.dirname, "speech-process.ts");
  const answer = await spawnTool(process.execPath, [program], Buffer.from(JSON.stringify(utterance)));
  const end = answer.indexOf("\n");
  const head = JSON.parse(answer.toString("utf8", 0, end)) as { rate: number; samples: number[] };
  const bytes = new Uint8Array(answer.subarray(end + 1));
  const natural = NATURAL_HERTZ[character.variant.startsWith("f") ? "f" : "m"];
  return {
    samples: new Int16Array(bytes.buffer, 0, Math.floor(bytes.length / 2)),
    rate: head.rate,
    shift: character.hertz ? Math.max(0.6, Math.min(1.7, character.hertz / natural)) : 1,
    lines: timesOf(utterance.pieces, head.samples, head.rate),
  };
}

/** Sentences and pauses (`<#0.5#>`) in their order; a new paragraph is a pause too. */
function split(order: SpeechOrder): Utterance["pieces"] {
  let text = order.text;
  for (const tone of order.tones ?? []) {
    const [written = "", spoken = ""] = tone.split("/");
    if (written !== "") text = text.replaceAll(written, spoken);
  }
  if (order.interjections) text = text.replace(INTERJECTION, "<#0.3#>");
  return text
    .replace(/\s*\n\s*/g, "<#0.35#>")
    .split(/<#(\d+(?:\.\d+)?)#>/)
    .flatMap((part, index): Utterance["pieces"] =>
      index % 2 === 1
        ? [{ pauseSeconds: Number(part) }]
        : (part.match(/[^.!?…。！？]+[.!?…。！？]*|[.!?…。！？]+/gu) ?? [])
            .filter((sentence) => sentence.trim() !== "")
            .map((sentence) => ({ text: sentence.trim() })),
    );
}

function timesOf(pieces: Utterance["pieces"], samples: number[], rate: number): Spoken["lines"] {
  let passed = 0;
  return pieces.flatMap((piece, index) => {
    const begin = passed;
    passed += ((samples[index] ?? 0) / rate) * 1000;
    if ("pauseSeconds" in piece) return [];
    return [{ text: piece.text, time_begin: Math.round(begin), time_end: Math.round(passed) }];
  });
}
