/**
 * The catalogue of models: what is offered, at what price, and the refusal of everything else. What passes
 * `checkSettings` is accepted by the provider as a combination (the data and its sources are in offered-models.ts).
 */
import { AppError, type FieldFault } from "../base/error.ts";
import type { ImageLimits } from "../media/provider-image.ts";
import type { InputRole, ModelView, Settings } from "./generation.schema.ts";
import { type ClipModel, type ClipVariant, type ImageModel, MODELS, type Model } from "./offered-models.ts";
import { type Choice, LANGUAGES, VOICES, type Words } from "./speech-choices.ts";

type ClipSettings = Extract<Settings, { kind: "clip" }>;

const cameraWord = (word: string, en: string, fr: string): { word: string; label: Words } => ({
  word,
  label: { en, fr },
});
/** The camera moves that Hailuo models read in a prompt, in square brackets (video v1, camera control). */
export const CAMERA_WORDS = [
  cameraWord("[Push in]", "Move closer", "Avancer"),
  cameraWord("[Pull out]", "Move away", "Reculer"),
  cameraWord("[Zoom in]", "Zoom in", "Zoom avant"),
  cameraWord("[Zoom out]", "Zoom out", "Zoom arrière"),
  cameraWord("[Pan left]", "Turn left", "Panoramique à gauche"),
  cameraWord("[Pan right]", "Turn right", "Panoramique à droite"),
  cameraWord("[Tilt up]", "Tilt up", "Basculer vers le haut"),
  cameraWord("[Tilt down]", "Tilt down", "Basculer vers le bas"),
  cameraWord("[Truck left]", "Slide left", "Glisser à gauche"),
  cameraWord("[Truck right]", "Slide right", "Glisser à droite"),
  cameraWord("[Pedestal up]", "Rise", "Monter"),
  cameraWord("[Pedestal down]", "Sink", "Descendre"),
  cameraWord("[Tracking shot]", "Follow the subject", "Suivre le sujet"),
  cameraWord("[Static shot]", "Keep still", "Plan fixe"),
  cameraWord("[Shake]", "Hand-held", "Caméra à l’épaule"),
];

const byId = new Map(MODELS.map((model) => [model.id, model]));

/** A model by its id, or undefined. */
export const findModel = (id: string): Model | undefined => byId.get(id);

/** Characters as the provider counts them: code points, so that an emoji is one. */
const characters = (text: string): number => [...text].length;

/** The price in credits of settings that passed `checkSettings`. Throws an Error for others. */
export function priceOf(settings: Settings): number {
  const model = findModel(settings.model);
  if (model?.kind === "image" && settings.kind === "image") return model.creditsPerImage * settings.count;
  if (model?.kind === "speech" && settings.kind === "speech")
    return Math.ceil(characters(settings.prompt) / model.blockCharacters) * model.creditsPerBlock;
  const variant =
    model?.kind === "clip" && settings.kind === "clip" ? findVariant(model, settings) : undefined;
  if (variant) return variant.credits;
  throw new Error("settings that are not offered have no price");
}

const findVariant = (model: ClipModel, settings: ClipSettings): ClipVariant | undefined =>
  model.variants.find(
    (variant) =>
      variant.resolution === settings.resolution && variant.durationSeconds === settings.durationSeconds,
  );

/**
 * Throws `invalid_input` naming each field that the model does not take as it is; the paths begin with `settings.`, as
 * in the bodies that carry settings.
 */
export function checkSettings(settings: Settings): void {
  const faults = faultsOf(settings);
  if (faults.length === 0) return;
  const fields = faults.map((fault) => ({ ...fault, path: `settings.${fault.path}` }));
  throw new AppError("invalid_input", { fields });
}

function faultsOf(settings: Settings): FieldFault[] {
  const model = findModel(settings.model);
  if (!model || model.kind !== settings.kind) return [refused("model")];
  const tooLong: FieldFault = { path: "prompt", rule: "too_long", limit: model.promptMaxLength };
  return [
    ...(characters(settings.prompt) > model.promptMaxLength ? [tooLong] : []),
    ...(model.kind === "image" && settings.kind === "image" ? imageFaults(model, settings) : []),
    ...(model.kind === "clip" && settings.kind === "clip" ? clipFaults(model, settings) : []),
    ...(settings.kind === "speech" ? speechFaults(settings) : []),
  ];
}

const refused = (path: string): FieldFault => ({ path, rule: "not_offered" });
const required = (path: string): FieldFault => ({ path, rule: "required" });

function imageFaults(model: ImageModel, settings: Extract<Settings, { kind: "image" }>): FieldFault[] {
  return [
    ...(model.aspectRatios.includes(settings.aspectRatio) ? [] : [refused("aspectRatio")]),
    ...(settings.count >= 1 && settings.count <= model.maxCount ? [] : [refused("count")]),
    ...(settings.faceMediaId && !model.pictures.face ? [refused("faceMediaId")] : []),
  ];
}

function clipFaults(model: ClipModel, settings: ClipSettings): FieldFault[] {
  const { firstFrameMediaId: first, lastFrameMediaId: last } = settings;
  const variant = findVariant(model, settings);
  const knowsResolution = model.variants.some((offered) => offered.resolution === settings.resolution);
  const needsFirst = model.firstFrame === "required" || variant?.needsFirstFrame || last !== undefined;
  const takesLast = model.pictures.last_frame !== undefined && (variant?.allowsLastFrame ?? true);
  return [
    ...(variant ? [] : [refused(knowsResolution ? "durationSeconds" : "resolution")]),
    ...(needsFirst && !first ? [required("firstFrameMediaId")] : []),
    ...(last && !takesLast ? [refused("lastFrameMediaId")] : []),
    ...ratioFaults(model, settings),
  ];
}

/** A first picture gives the clip its shape, so a ratio beside it would be a wish that nobody follows. */
function ratioFaults(model: ClipModel, settings: ClipSettings): FieldFault[] {
  const ratios = settings.firstFrameMediaId ? null : model.aspectRatios;
  if (ratios === null) return settings.aspectRatio === undefined ? [] : [refused("aspectRatio")];
  if (settings.aspectRatio === undefined) return [required("aspectRatio")];
  return ratios.includes(settings.aspectRatio) ? [] : [refused("aspectRatio")];
}

function speechFaults(settings: Extract<Settings, { kind: "speech" }>): FieldFault[] {
  const knows = (choices: readonly Choice[], id: string) => choices.some((choice) => choice.id === id);
  return [
    ...(knows(VOICES, settings.voice) ? [] : [refused("voice")]),
    ...(settings.language === undefined || knows(LANGUAGES, settings.language) ? [] : [refused("language")]),
  ];
}

/** What a picture in this role must look like. Throws an Error for a role that the model does not take. */
export function pictureLimits(modelId: string, role: InputRole): ImageLimits {
  const limits = findModel(modelId)?.pictures[role];
  if (!limits) throw new Error(`${modelId} takes no picture as ${role}`);
  return limits;
}

/** Throws `media_aspect_unsupported` for a picture that no size makes fit; sizes themselves are adjusted later. */
export function checkPicture(
  modelId: string,
  role: InputRole,
  size: { width: number; height: number },
): void {
  const { aspectMin, aspectMax } = pictureLimits(modelId, role);
  const aspect = size.width / size.height;
  if (aspect < aspectMin || aspect > aspectMax) throw new AppError("media_aspect_unsupported");
}

/** Every model as the pages show it. */
export const modelViews = (): Omit<ModelView, "typicalSeconds">[] => MODELS.map(modelView);

function modelView(model: Model): Omit<ModelView, "typicalSeconds"> {
  const takes = (role: InputRole) => (model.pictures[role] ? "optional" : "none");
  return {
    id: model.id,
    kind: model.kind,
    label: model.label,
    description: model.description,
    promptMaxLength: model.promptMaxLength,
    inputs: {
      first_frame: model.kind === "clip" ? model.firstFrame : "none",
      last_frame: takes("last_frame"),
      face: takes("face"),
    },
    cameraWords: model.kind === "clip" && model.cameraWords,
    cancellable: model.api === "video_v2",
    clip: model.kind === "clip" ? [...model.variants] : null,
    aspectRatios: model.kind === "speech" || !model.aspectRatios ? null : [...model.aspectRatios],
    creditsPerImage: model.kind === "image" ? model.creditsPerImage : null,
    maxCount: model.kind === "image" ? model.maxCount : null,
    speech: model.kind === "speech" ? speechView(model) : null,
  };
}

const speechView = ({ creditsPerBlock, blockCharacters }: Extract<Model, { kind: "speech" }>) => ({
  creditsPerBlock,
  blockCharacters,
  voices: [...VOICES],
  languages: LANGUAGES.map(({ id, label }) => ({ id, label })),
});
