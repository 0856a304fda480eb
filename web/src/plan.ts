/**
 * From what was chosen in the studio to what can be asked for: choices that the model does not offer are replaced by
 * ones that it does, and what is still missing is named.
 */
import type { Locale } from "../../core/base/locale.ts";
import type { ModelList, Settings } from "./api.ts";
import { type Draft, type InputRole, promptOf, ROLES } from "./draft.ts";

export type Model = ModelList["models"][number];
export type Missing =
  | "prompt"
  | "prompt_invisible"
  | "prompt_long"
  | "first_frame"
  | "face"
  | "picture_busy"
  | "picture_failed";

/** The chosen model of the present kind, else the first of that kind. */
export function modelOf(draft: Draft, models: readonly Model[]): Model | undefined {
  const ofKind = models.filter((model) => model.kind === draft.kind);
  return ofKind.find((model) => model.id === draft.models[draft.kind]) ?? ofKind[0];
}

/** How the provider begins the ids of the voices of a language. */
const VOICES_OF: Record<Locale, string> = { en: "English_", fr: "French_" };

/** The model with the voices of the reader's language first, so that one of them is chosen when nobody has chosen. */
export function forReader(model: Model, locale: Locale): Model {
  if (!model.speech) return model;
  const native = (voice: { id: string }) => Number(voice.id.startsWith(VOICES_OF[locale]));
  const voices = [...model.speech.voices].sort((a, b) => native(b) - native(a));
  return { ...model, speech: { ...model.speech, voices } };
}

/** The roles of pictures that the model takes, in their natural order. */
export const rolesOf = (model: Model): InputRole[] => ROLES.filter((role) => model.inputs[role] !== "none");

/** Everything that shows nothing: the API takes no text of these alone (VISIBLE of generation.schema.ts). */
const VISIBLE = /[^\p{C}\p{Z}\u115F\u1160\u2800\u3164\uFFA0]/u;

/** Characters as the API counts them: an emoji is one, and white space around the text is none. */
export const lengthOf = (text: string): number => [...text.trim()].length;

const pick = <T>(wanted: T | undefined, offered: readonly T[]): T | undefined =>
  offered.find((value) => value === wanted) ?? offered[0];

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

type Combo = NonNullable<Model["clip"]>[number];

/** The combinations of duration and resolution that go with the pictures at hand. */
function combosOf(draft: Draft, model: Model): Combo[] {
  const { first_frame: first, last_frame: last } = draft.pictures;
  const ending = last !== undefined && model.inputs.last_frame !== "none";
  return (model.clip ?? []).filter(
    (combo) => (first !== undefined || !combo.needsFirstFrame) && (!ending || combo.allowsLastFrame),
  );
}

const closest = (combos: readonly Combo[], seconds: number | undefined): Combo | undefined =>
  [...combos].sort(
    (a, b) => Math.abs(a.durationSeconds - (seconds ?? 0)) - Math.abs(b.durationSeconds - (seconds ?? 0)),
  )[0];

/** The combination nearest to what was wished: the duration counts first, then the resolution. */
function comboOf(draft: Draft, combos: readonly Combo[]): Combo | undefined {
  const seconds = closest(combos, draft.durationSeconds)?.durationSeconds;
  const fitting = combos.filter((combo) => combo.durationSeconds === seconds);
  return fitting.find((combo) => combo.resolution === draft.resolution) ?? fitting[0];
}

/** What a clip can be with this model and these pictures, and what it would be now. */
export function clipChoices(draft: Draft, model: Model) {
  const combos = combosOf(draft, model);
  const now = comboOf(draft, combos);
  return {
    durations: unique(combos.map((combo) => combo.durationSeconds)).sort((a, b) => a - b),
    resolutions: unique(combos.map((combo) => combo.resolution)),
    durationSeconds: now?.durationSeconds,
    resolution: now?.resolution,
    credits: now?.credits,
  };
}

/** Takes a resolution; a duration that does not go with it gives way to the nearest one that does. */
export function chooseResolution(draft: Draft, model: Model, resolution: string): Partial<Draft> {
  const { durationSeconds } = clipChoices(draft, model);
  const fitting = combosOf(draft, model).filter((combo) => combo.resolution === resolution);
  return { resolution, durationSeconds: closest(fitting, durationSeconds)?.durationSeconds };
}

/** Aspect ratios to choose from; none for a clip that takes its shape from a picture. */
export function ratioChoices(
  draft: Draft,
  model: Model,
): { ratios: readonly string[]; ratio: string | undefined } {
  const fromPicture = draft.kind === "clip" && draft.pictures.first_frame !== undefined;
  const ratios = fromPicture ? [] : (model.aspectRatios ?? []);
  return { ratios, ratio: pick(draft.kind === "clip" ? draft.clipRatio : draft.imageRatio, ratios) };
}

/** How many images to make. */
export const countOf = (draft: Draft, model: Model): number =>
  Math.max(1, Math.min(draft.count, model.maxCount ?? 1));

/** Voice and language for speech. */
export function voiceChoices(draft: Draft, model: Model) {
  const voices = model.speech?.voices ?? [];
  const languages = model.speech?.languages ?? [];
  return {
    voices,
    languages,
    voice: pick(
      draft.voice,
      voices.map((voice) => voice.id),
    ),
    language: languages.find((language) => language.id === draft.language)?.id,
  };
}

/** The price of the list, shown until the exact one is known. Undefined when the list does not say. */
export function listPrice(draft: Draft, model: Model): number | undefined {
  if (model.kind === "clip") return clipChoices(draft, model).credits;
  if (model.kind === "image")
    return model.creditsPerImage === null ? undefined : model.creditsPerImage * countOf(draft, model);
  if (!model.speech) return undefined;
  const { creditsPerBlock, blockCharacters } = model.speech;
  return creditsPerBlock * Math.max(1, Math.ceil(lengthOf(draft.speech) / blockCharacters));
}

/** The lowest price at which the model makes something. */
export function priceFrom(model: Model): number | undefined {
  if (model.clip) return Math.min(...model.clip.map((combo) => combo.credits));
  return model.creditsPerImage ?? model.speech?.creditsPerBlock;
}

/** What still stands in the way of asking, in the order in which it would be filled in. */
export function missingOf(draft: Draft, model: Model): Missing | undefined {
  const roles = rolesOf(model);
  const pictures = roles.flatMap((role) => draft.pictures[role] ?? []);
  if (pictures.some((picture) => picture.state === "sending" || picture.state === "checking"))
    return "picture_busy";
  if (pictures.some((picture) => picture.state === "failed")) return "picture_failed";
  const ending = model.inputs.last_frame !== "none" && draft.pictures.last_frame !== undefined;
  if ((ending || model.inputs.first_frame === "required") && !draft.pictures.first_frame)
    return "first_frame";
  if (model.inputs.face === "required" && !draft.pictures.face) return "face";
  const prompt = promptOf(draft);
  if (prompt.trim() === "") return "prompt";
  if (!VISIBLE.test(prompt)) return "prompt_invisible";
  return lengthOf(prompt) > model.promptMaxLength ? "prompt_long" : undefined;
}

const readyId = (draft: Draft, model: Model, role: InputRole) => {
  const picture = model.inputs[role] === "none" ? undefined : draft.pictures[role];
  return picture?.state === "ready" ? picture.media.id : undefined;
};

/** The settings to ask for, or undefined while something is missing. */
export function settingsOf(draft: Draft, model: Model): Settings | undefined {
  if (missingOf(draft, model)) return undefined;
  const common = { model: model.id, prompt: promptOf(draft).trim() };
  const { ratio } = ratioChoices(draft, model);
  if (model.kind === "image") {
    if (ratio === undefined) return undefined;
    const face = readyId(draft, model, "face");
    const count = countOf(draft, model);
    return { kind: "image", ...common, aspectRatio: ratio, count, ...(face ? { faceMediaId: face } : {}) };
  }
  if (model.kind === "speech") {
    const { voice, language } = voiceChoices(draft, model);
    if (voice === undefined) return undefined;
    return { kind: "speech", ...common, voice, speed: draft.speed, ...(language ? { language } : {}) };
  }
  const { durationSeconds, resolution } = clipChoices(draft, model);
  if (durationSeconds === undefined || resolution === undefined) return undefined;
  const first = readyId(draft, model, "first_frame");
  const last = readyId(draft, model, "last_frame");
  return {
    kind: "clip",
    ...common,
    durationSeconds,
    resolution,
    ...(ratio ? { aspectRatio: ratio } : {}),
    ...(first ? { firstFrameMediaId: first } : {}),
    ...(last ? { lastFrameMediaId: last } : {}),
  };
}
