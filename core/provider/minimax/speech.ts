/**
 * Speech: POST /v1/t2a_v2, answered at once (speech-t2a-http.md). The sound comes inside the answer as hexadecimal text
 * rather than as a link, so that nothing of it stays at the provider's download host for a day.
 */
import * as v from "valibot";
import type { Settings } from "../../generation/generation.schema.ts";
import { LANGUAGES } from "../../generation/speech-choices.ts";
import type { CreateOutcome, Draft, Family } from "./family.ts";

/** Good enough for music, and the highest rate that every model of the family documents for MP3. */
const AUDIO = { format: "mp3", sample_rate: 32_000, bitrate: 128_000, channel: 1 };
const Created = v.object({ data: v.object({ audio: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})+$/i)) }) });

async function draft(settings: Settings): Promise<Draft> {
  if (settings.kind !== "speech") throw new Error("not the settings of speech");
  const language = LANGUAGES.find((choice) => choice.id === settings.language);
  return {
    path: "/v1/t2a_v2",
    body: {
      model: settings.model,
      text: settings.prompt,
      stream: false,
      voice_setting: { voice_id: settings.voice, speed: settings.speed },
      audio_setting: AUDIO,
      ...(language ? { language_boost: language.boost } : {}),
      output_format: "hex",
    },
  };
}

/**
 * Now and then an answer says "success" and carries no sound (`data: null`), or half a byte. It may have been billed, so
 * it is not asked again.
 */
function readCreated(body: unknown): CreateOutcome {
  const answer = v.safeParse(Created, body);
  if (!answer.success) return { type: "refused", failure: "provider_failed" };
  return { type: "bytes", bytes: Buffer.from(answer.output.data.audio, "hex") };
}

export const speech: Family = { draft, readCreated };
