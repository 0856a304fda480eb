/**
 * The models on offer, as data: what each one takes, what goes with what, and its price in credits. A credit is about
 * one US cent of the provider's price, rounded up. Sources: the provider's pages for images, video v1 and v2, speech
 * (t2a_v2), rate limits and pay-as-you-go prices, October 2026. The functions over this data are in catalogue.ts.
 */
import type { ImageLimits } from "../media/provider-image.ts";
import type { InputRole } from "./generation.schema.ts";
import type { Words } from "./speech-choices.ts";

type Shared = {
  id: string;
  label: string;
  description: Words;
  /** In characters (Unicode code points), inclusive. */
  promptMaxLength: number;
  /** What the pictures it takes must look like, by their role; a role that is absent is not taken. */
  pictures: Partial<Record<InputRole, ImageLimits>>;
};
export type ImageModel = Shared & {
  kind: "image";
  api: "image";
  aspectRatios: readonly string[];
  creditsPerImage: number;
  maxCount: number;
};
export type ClipVariant = {
  resolution: string;
  durationSeconds: number;
  credits: number;
  needsFirstFrame: boolean;
  allowsLastFrame: boolean;
};
export type ClipModel = Shared & {
  kind: "clip";
  api: "video_v1" | "video_v2";
  firstFrame: "optional" | "required";
  cameraWords: boolean;
  variants: readonly ClipVariant[];
  /** To be chosen when there is no first picture; null for a model that has one shape. */
  aspectRatios: readonly string[] | null;
};
export type SpeechModel = Shared & {
  kind: "speech";
  api: "speech";
  creditsPerBlock: number;
  blockCharacters: number;
};
export type Model = ImageModel | ClipModel | SpeechModel;

/**
 * Video v1: shorter side above 300 pixels, under 20 MB, shapes from 2:5 to 5:2. The longest side is ours: a clip of
 * 1080 lines in the widest shape shows no more, and nothing that is not needed leaves (policy 05).
 */
const HAILUO_PICTURE: ImageLimits = {
  minSide: 301,
  maxSide: 2700,
  maxBytes: 19_000_000,
  aspectMin: 0.4,
  aspectMax: 2.5,
};
/** Video v2: 256 to 5760 pixels a side, at most 30 MB, shapes from 2:5 to 5:2; 1440 lines show 3600 pixels at most. */
const H3_PICTURE: ImageLimits = {
  minSide: 256,
  maxSide: 3600,
  maxBytes: 20_000_000,
  aspectMin: 0.4,
  aspectMax: 2.5,
};
/** A face for images: under 10 MB; the provider names no sides and no shapes. */
const FACE_PICTURE: ImageLimits = {
  minSide: 256,
  maxSide: 2048,
  maxBytes: 9_000_000,
  aspectMin: 0.25,
  aspectMax: 4,
};

type FrameRules = { needsFirstFrame?: boolean; allowsLastFrame?: boolean };
const variant = (
  resolution: string,
  durationSeconds: number,
  credits: number,
  { needsFirstFrame = false, allowsLastFrame = false }: FrameRules = {},
): ClipVariant => ({ resolution, durationSeconds, credits, needsFirstFrame, allowsLastFrame });

/** Every whole second from `shortest` to `longest`, at a price by the second. */
const bySecond = (resolution: string, shortest: number, longest: number, creditsPerSecond: number) =>
  Array.from({ length: longest - shortest + 1 }, (_, index) =>
    variant(resolution, shortest + index, (shortest + index) * creditsPerSecond, { allowsLastFrame: true }),
  );

const H3_RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"];

export const MODELS: readonly Model[] = [
  {
    id: "image-01",
    kind: "image",
    api: "image",
    label: "Image 01",
    description: {
      en: "Pictures from a text. With a portrait, the same face appears in the picture.",
      fr: "Des images à partir d’un texte. Avec un portrait, le même visage apparaît dans l’image.",
    },
    promptMaxLength: 1500,
    pictures: { face: FACE_PICTURE },
    aspectRatios: ["1:1", "16:9", "4:3", "3:2", "2:3", "3:4", "9:16", "21:9"],
    creditsPerImage: 1,
    maxCount: 4,
  },
  {
    id: "MiniMax-Hailuo-2.3",
    kind: "clip",
    api: "video_v1",
    label: "Hailuo 2.3",
    description: {
      en: "Clips from a text or from your picture, with lifelike movement and camera moves.",
      fr: "Des clips à partir d’un texte ou de votre image, aux mouvements réalistes, avec des mouvements de caméra.",
    },
    promptMaxLength: 2000,
    pictures: { first_frame: HAILUO_PICTURE },
    firstFrame: "optional",
    cameraWords: true,
    variants: [variant("768P", 6, 28), variant("768P", 10, 56), variant("1080P", 6, 49)],
    aspectRatios: null,
  },
  {
    id: "MiniMax-Hailuo-2.3-Fast",
    kind: "clip",
    api: "video_v1",
    label: "Hailuo 2.3 Fast",
    description: {
      en: "Moves your picture, sooner and for less.",
      fr: "Anime votre image, plus vite et pour moins cher.",
    },
    promptMaxLength: 2000,
    pictures: { first_frame: HAILUO_PICTURE },
    firstFrame: "required",
    cameraWords: true,
    variants: [variant("768P", 6, 19), variant("768P", 10, 32), variant("1080P", 6, 33)],
    aspectRatios: null,
  },
  {
    id: "MiniMax-Hailuo-02",
    kind: "clip",
    api: "video_v1",
    label: "Hailuo 02",
    description: {
      en: "Clips from a text or a picture; with a last picture too, it finds the way between the two.",
      fr: "Des clips à partir d’un texte ou d’une image ; avec une image finale, il trouve le chemin entre les deux.",
    },
    promptMaxLength: 2000,
    pictures: { first_frame: HAILUO_PICTURE, last_frame: HAILUO_PICTURE },
    firstFrame: "optional",
    cameraWords: true,
    variants: [
      variant("512P", 6, 10, { needsFirstFrame: true }),
      variant("512P", 10, 15, { needsFirstFrame: true }),
      variant("768P", 6, 28, { allowsLastFrame: true }),
      variant("768P", 10, 56, { allowsLastFrame: true }),
      variant("1080P", 6, 49, { allowsLastFrame: true }),
    ],
    aspectRatios: null,
  },
  {
    id: "MiniMax-H3",
    kind: "clip",
    api: "video_v2",
    label: "H3",
    description: {
      en: "The newest clips, with sound, from 4 to 15 seconds, in shapes of your choice.",
      fr: "Les clips les plus récents, avec du son, de 4 à 15 secondes, au format de votre choix.",
    },
    promptMaxLength: 7000,
    pictures: { first_frame: H3_PICTURE, last_frame: H3_PICTURE },
    firstFrame: "optional",
    cameraWords: false,
    variants: [...bySecond("768P", 4, 15, 8), ...bySecond("2K", 4, 15, 13)],
    aspectRatios: H3_RATIOS,
  },
  {
    id: "MiniMax-H3-Max",
    kind: "clip",
    api: "video_v2",
    label: "H3 Max",
    description: {
      en: "Clips with sound from 5 to 15 seconds, good value in 480P.",
      fr: "Des clips avec du son de 5 à 15 secondes, avantageux en 480P.",
    },
    promptMaxLength: 7000,
    pictures: { first_frame: H3_PICTURE, last_frame: H3_PICTURE },
    firstFrame: "optional",
    cameraWords: false,
    variants: [...bySecond("480P", 5, 15, 5), ...bySecond("768P", 5, 15, 8)],
    aspectRatios: H3_RATIOS,
  },
  {
    id: "speech-2.8-hd",
    kind: "speech",
    api: "speech",
    label: "Speech 2.8 HD",
    description: {
      en: "Reads a text aloud with the finest sound.",
      fr: "Lit un texte à voix haute avec le son le plus fin.",
    },
    promptMaxLength: 9999,
    pictures: {},
    creditsPerBlock: 1,
    blockCharacters: 100,
  },
  {
    id: "speech-2.8-turbo",
    kind: "speech",
    api: "speech",
    label: "Speech 2.8 Turbo",
    description: { en: "Reads a text aloud, sooner.", fr: "Lit un texte à voix haute, plus vite." },
    promptMaxLength: 9999,
    pictures: {},
    creditsPerBlock: 1,
    blockCharacters: 100,
  },
];
