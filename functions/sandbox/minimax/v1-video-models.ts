/** Which model does what, how long and how large: the combination tables of D:v-t2v, -i2v, -fl2v, -s2v. */
import { HTTPException } from "hono/http-exception";
import { wrong } from "./error.ts";

interface Model {
  /** What it takes besides words. */
  modes: readonly ("text" | "image" | "ends" | "subject")[];
  /** Resolutions by seconds; absent: the model has one size and refuses the two fields. */
  sizes?: Readonly<Record<number, readonly string[]>>;
}

const hailuo23 = { 6: ["768P", "1080P"], 10: ["768P"] };
const hailuo02 = { 6: ["512P", "768P", "1080P"], 10: ["512P", "768P"] };

const MODELS: Record<string, Model> = {
  "MiniMax-Hailuo-2.3": { modes: ["text", "image"], sizes: hailuo23 },
  "MiniMax-Hailuo-2.3-Fast": { modes: ["image"], sizes: hailuo23 },
  "MiniMax-Hailuo-02": { modes: ["text", "image", "ends"], sizes: hailuo02 },
  "T2V-01-Director": { modes: ["text"] },
  "T2V-01": { modes: ["text"] },
  "I2V-01-Director": { modes: ["image"] },
  "I2V-01-live": { modes: ["image"] },
  "I2V-01": { modes: ["image"] },
  "S2V-01": { modes: ["subject"] },
};

/** The fields that decide. */
interface Asked {
  model: string;
  prompt?: string | undefined;
  first_frame_image?: string | undefined;
  last_frame_image?: string | undefined;
  subject_reference?: unknown;
  fast_pretreatment?: boolean | undefined;
  duration?: number | undefined;
  resolution?: string | undefined;
}

const modeOf = (asked: Asked): Model["modes"][number] => {
  if (asked.subject_reference !== undefined) return "subject";
  if (asked.last_frame_image !== undefined) return "ends";
  return asked.first_frame_image === undefined ? "text" : "image";
};

/** Checks a combination (2013; a retired model is an HTTP 404) and answers the length in seconds and the resolution. */
export function checkModel(asked: Asked): { seconds: number; resolution: string } {
  if (asked.model === "video-01") throw new HTTPException(404, { message: "404 page not found" });
  const model = MODELS[asked.model];
  if (!model) throw wrong(`model ${asked.model} not supported`);
  const mode = modeOf(asked);
  if (!model.modes.includes(mode)) throw wrong(`model ${asked.model} does not support this input`);
  if (mode === "text" && !asked.prompt?.trim()) throw wrong("prompt is required");
  if (mode === "subject" && (asked.first_frame_image ?? asked.last_frame_image) !== undefined)
    throw wrong("subject_reference excludes frames");
  if (asked.fast_pretreatment && (mode === "ends" || mode === "subject" || !model.sizes))
    throw wrong("fast_pretreatment not supported");
  if (!model.sizes) {
    if (asked.duration !== undefined || asked.resolution !== undefined)
      throw wrong(`model ${asked.model} has no duration or resolution`);
    return { seconds: 6, resolution: "720P" };
  }
  const seconds = asked.duration ?? 6;
  const resolution = asked.resolution ?? "768P";
  const small = resolution === "512P" && mode !== "image";
  if (small || !model.sizes[seconds]?.includes(resolution))
    throw wrong(`duration ${seconds} with resolution ${resolution} not supported`);
  return { seconds, resolution };
}
