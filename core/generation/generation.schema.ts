/** What goes in and out of generations. What each model offers is in catalogue.ts; here is only the shape. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";
import { MediaView } from "../media/media.schema.ts";

export const GENERATION_STATES = [
  "queued",
  "submitted",
  "running",
  "storing",
  "ready",
  "failed",
  "cancelled",
  "fenced",
] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];
export const KINDS = ["image", "clip", "speech"] as const;
export type GenerationKind = (typeof KINDS)[number];
export type InputRole = "first_frame" | "last_frame" | "face";

/** Why a generation failed, in codes that the pages and the API put into words. All of them give the credits back. */
export const FAILURES = [
  "input_blocked",
  "output_blocked",
  "provider_refused",
  "provider_busy",
  "provider_failed",
  "provider_silent",
  "provider_unavailable",
  "transfers_suspended",
  "deadline_passed",
  "result_unreadable",
  "input_missing",
  "internal",
] as const;
export type FailureCode = (typeof FAILURES)[number];

/** Above every text that a model takes, in UTF-16 units; each model's own limit, in characters, is in the catalogue. */
const LONGEST_TEXT = 20_000;
/** Everything that shows nothing: white space, controls, format characters, fillers. */
const VISIBLE = /[^\p{C}\p{Z}\u115F\u1160\u2800\u3164\uFFA0]/u;
const Prompt = v.pipe(v.string(), v.trim(), v.maxLength(LONGEST_TEXT), v.regex(VISIBLE, "invisible"));
const MediaId = idSchema<"media">();
const Model = v.pipe(v.string(), v.maxLength(60));

export const ImageSettings = v.strictObject({
  kind: v.literal("image"),
  model: Model,
  prompt: Prompt,
  aspectRatio: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
  faceMediaId: v.optional(MediaId),
});
export const ClipSettings = v.strictObject({
  kind: v.literal("clip"),
  model: Model,
  prompt: Prompt,
  durationSeconds: v.pipe(v.number(), v.integer()),
  resolution: v.string(),
  /** Only for models that ask for it when there is no first picture. */
  aspectRatio: v.optional(v.string()),
  firstFrameMediaId: v.optional(MediaId),
  lastFrameMediaId: v.optional(MediaId),
});
export const SpeechSettings = v.strictObject({
  kind: v.literal("speech"),
  model: Model,
  prompt: Prompt,
  voice: v.pipe(v.string(), v.maxLength(256)),
  speed: v.pipe(v.number(), v.minValue(0.5), v.maxValue(2)),
  language: v.optional(v.string()),
});
export const Settings = v.variant("kind", [ImageSettings, ClipSettings, SpeechSettings]);
export type Settings = v.InferOutput<typeof Settings>;
type WithoutText<S> = S extends unknown ? Omit<S, "prompt"> : never;
/** Settings as they are stored: the text has its own column. */
export type StoredSettings = WithoutText<Settings>;

export const Quote = v.object({ credits: v.number(), quote: v.string(), expiresAt: v.string() });
export type Quote = v.InferOutput<typeof Quote>;
export const GenerationRequest = v.strictObject({
  settings: Settings,
  quote: v.pipe(v.string(), v.maxLength(500)),
});

export const GenerationView = v.object({
  id: idSchema<"generation">(),
  kind: v.picklist(KINDS),
  state: v.picklist(GENERATION_STATES),
  settings: Settings,
  /** The price that was quoted; what was charged is null until the end, 0 after a failure. */
  credits: v.number(),
  creditsCharged: v.nullable(v.number()),
  failure: v.nullable(v.object({ code: v.picklist(FAILURES), text: v.string() })),
  cancelRequested: v.boolean(),
  /** The result is stored and shown to nobody, until the restriction of processing is lifted. */
  sealed: v.boolean(),
  createdAt: v.string(),
  submittedAt: v.nullable(v.string()),
  finishedAt: v.nullable(v.string()),
  inputs: v.array(v.object({ role: v.picklist(["first_frame", "last_frame", "face"]), media: MediaView })),
  outputs: v.array(MediaView),
});
export type GenerationView = v.InferOutput<typeof GenerationView>;
export const GenerationId = v.strictObject({ id: idSchema<"generation">() });
export const QuoteRequest = v.strictObject({ settings: Settings });
export const GenerationPage = v.object({ items: v.array(GenerationView), next: v.nullable(v.string()) });

/** Filters of the library. `active` means not finished. */
export const LibraryFilter = v.object({
  kind: v.optional(v.picklist(KINDS)),
  state: v.optional(v.picklist(["active", "ready", "failed"])),
});

const Words = v.object({ en: v.string(), fr: v.string() });
export const ModelView = v.object({
  id: v.string(),
  kind: v.picklist(KINDS),
  label: v.string(),
  description: Words,
  promptMaxLength: v.number(),
  /** Which pictures it takes; `first_frame: "required"` means that it moves a picture and cannot invent one. */
  inputs: v.object({
    first_frame: v.picklist(["none", "optional", "required"]),
    last_frame: v.picklist(["none", "optional"]),
    face: v.picklist(["none", "optional", "required"]),
  }),
  cameraWords: v.boolean(),
  /** The provider can be asked to stop what it has taken on. What still waits in our own line can always be cancelled. */
  cancellable: v.boolean(),
  /** Clips: which duration goes with which resolution, each with its price. */
  clip: v.nullable(
    v.array(
      v.object({
        resolution: v.string(),
        durationSeconds: v.number(),
        credits: v.number(),
        /** Offered only together with a first picture. */
        needsFirstFrame: v.boolean(),
        /** May end on a given picture, where the model takes one at all. */
        allowsLastFrame: v.boolean(),
      }),
    ),
  ),
  aspectRatios: v.nullable(v.array(v.string())),
  /** Images: credits for each. */
  creditsPerImage: v.nullable(v.number()),
  maxCount: v.nullable(v.number()),
  /** Speech: credits for each started block of this many characters. */
  speech: v.nullable(
    v.object({
      creditsPerBlock: v.number(),
      blockCharacters: v.number(),
      voices: v.array(v.object({ id: v.string(), label: Words })),
      languages: v.array(v.object({ id: v.string(), label: Words })),
    }),
  ),
  /** Median time from request to result of recent generations with this model; null before there are any. */
  typicalSeconds: v.nullable(v.number()),
});
export type ModelView = v.InferOutput<typeof ModelView>;
export const ModelList = v.object({
  models: v.array(ModelView),
  cameraWords: v.array(v.object({ word: v.string(), label: Words })),
  /** Why nothing may be sent to the provider at the moment, in the reader's language; null when it may. */
  transfersSuspended: v.nullable(v.string()),
});
export type ModelList = v.InferOutput<typeof ModelList>;
