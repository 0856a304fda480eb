/** The request of video v2: its shape, and which inputs, lengths and sizes go together (D:v2). */
import * as v from "valibot";
import { wrong } from "./error.ts";

const url = v.strictObject({ url: v.string() });
const Content = v.variant("type", [
  v.strictObject({ type: v.literal("text"), text: v.pipe(v.string(), v.maxLength(7000)) }),
  v.strictObject({
    type: v.literal("image_url"),
    image_url: url,
    role: v.optional(v.picklist(["first_frame", "last_frame", "reference_image"])),
  }),
  v.strictObject({ type: v.literal("video_url"), video_url: url, role: v.literal("reference_video") }),
  v.strictObject({ type: v.literal("audio_url"), audio_url: url, role: v.literal("reference_audio") }),
]);

export const V2Body = v.strictObject({
  model: v.picklist(["MiniMax-H3", "MiniMax-H3-Max"]),
  content: v.pipe(v.array(Content), v.minLength(1)),
  resolution: v.string(),
  duration: v.pipe(v.number(), v.integer()),
  ratio: v.optional(v.picklist(["adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"])),
  extra: v.optional(
    v.strictObject({ prompt_expansion_mode: v.optional(v.picklist(["disabled", "balanced", "quality"])) }),
  ),
  callback_url: v.optional(v.pipe(v.string(), v.url())),
});
export type V2Request = v.InferOutput<typeof V2Body>;

const MODELS = {
  "MiniMax-H3": { sizes: ["768P", "2K"], shortest: 4 },
  "MiniMax-H3-Max": { sizes: ["480P", "768P"], shortest: 5 },
} as const;

/** The content by what it is for; an image without a role is the first frame. */
export function sortContent({ content }: V2Request) {
  const images = content.flatMap((item) =>
    item.type === "image_url" ? [{ url: item.image_url.url, role: item.role ?? "first_frame" }] : [],
  );
  const of = (role: string) => images.filter((image) => image.role === role).map((image) => image.url);
  return {
    text: content.flatMap((item) => (item.type === "text" ? [item.text] : [])).join("\n"),
    texts: content.filter((item) => item.type === "text" && item.text.trim() !== "").length,
    first: of("first_frame")[0],
    last: of("last_frame")[0],
    frames: of("first_frame").length + of("last_frame").length,
    references: of("reference_image"),
    videos: content.flatMap((item) => (item.type === "video_url" ? [item.video_url.url] : [])),
    audios: content.flatMap((item) => (item.type === "audio_url" ? [item.audio_url.url] : [])),
  };
}

/** Refuses (2013) what does not go together. */
export function checkRequest(body: V2Request): void {
  const model = MODELS[body.model];
  const { texts, first, last, frames, references, videos, audios } = sortContent(body);
  const referenced = references.length + videos.length + audios.length;
  if (texts !== 1) throw wrong("content: exactly one non-empty text is required");
  if (!(model.sizes as readonly string[]).includes(body.resolution))
    throw wrong(`resolution ${body.resolution} not supported`);
  if (body.duration < model.shortest || body.duration > 15)
    throw wrong(`duration ${body.duration} not supported`);
  if (body.model === "MiniMax-H3" && body.extra) throw wrong("extra not supported");
  if (body.model === "MiniMax-H3-Max" && referenced > 0) throw wrong("references not supported");
  if (frames > 0 && referenced > 0) throw wrong("frames and references exclude each other");
  if (frames > 2 || (frames === 2 && !(first && last))) throw wrong("one first and one last frame at most");
  if (last && !first) throw wrong("last_frame needs first_frame");
  if (references.length > 9 || videos.length > 3 || audios.length > 3 || frames + referenced > 12)
    throw wrong("too many media");
  if (frames + referenced === 0 && (body.ratio === undefined || body.ratio === "adaptive"))
    throw wrong("ratio is required");
}
