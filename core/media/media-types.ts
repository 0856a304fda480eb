/**
 * The eight kinds of file that may come in, and how big they may be. Nothing outside this table is ever stored, cleaned
 * or sent on. Imports nothing, so the browser and the API can share it.
 * Sizes and lengths follow the provider: `reference_image` up to 30 MB, `reference_video` up to 50 MB (video v2, content
 * limits), voice samples up to 20 MB and 5 minutes (files, purpose `voice_clone`).
 */

export type MediaKind = "image" | "video" | "audio";
/** `maxBytes`: the most an upload of this type may weigh. `extension`: without the dot, for download names. */
export type MediaRule = { kind: MediaKind; extension: string; maxBytes: number };

const MEGABYTE = 1_000_000;

export const MEDIA_TYPES = {
  "image/jpeg": { kind: "image", extension: "jpg", maxBytes: 30 * MEGABYTE },
  "image/png": { kind: "image", extension: "png", maxBytes: 30 * MEGABYTE },
  "image/webp": { kind: "image", extension: "webp", maxBytes: 30 * MEGABYTE },
  "video/mp4": { kind: "video", extension: "mp4", maxBytes: 50 * MEGABYTE },
  /** What an iPhone records; stored as video/mp4. */
  "video/quicktime": { kind: "video", extension: "mov", maxBytes: 50 * MEGABYTE },
  "audio/mpeg": { kind: "audio", extension: "mp3", maxBytes: 20 * MEGABYTE },
  "audio/wav": { kind: "audio", extension: "wav", maxBytes: 20 * MEGABYTE },
  "audio/mp4": { kind: "audio", extension: "m4a", maxBytes: 20 * MEGABYTE },
} as const satisfies Record<string, MediaRule>;

export type MediaType = keyof typeof MEDIA_TYPES;
export type ImageType = "image/jpeg" | "image/png" | "image/webp";
export type RecordingType = Exclude<MediaType, ImageType>;
/** What can be marked as made by a model. QuickTime is not made here: it has become MP4 before. */
export type MarkableType = Exclude<MediaType, "video/quicktime">;

/** True for one of the eight types. */
export const isMediaType = (type: string): type is MediaType => Object.hasOwn(MEDIA_TYPES, type);
/** True for the three still pictures. */
export const isImageType = (type: string): type is ImageType =>
  isMediaType(type) && MEDIA_TYPES[type].kind === "image";

/**
 * 50 megapixels: the full mode of today's phone cameras (8160 x 6120), and above the largest picture a model takes
 * (5760 x 5760, video v2). Decoded at four bytes a pixel this is 200 MB, which bounds the memory of one cleaning.
 */
export const MAX_PIXELS = 50_000_000;
/** The longest side a WebP file can express; every format obeys it so that a thumbnail can always be made. */
export const MAX_SIDE = 16_383;
/** Models want more than 300 pixels (video v1) or 256 (video v2); below a quarter of that, enlarging invents the picture. */
export const MIN_SIDE = 64;
/** Of a moving picture the first frame is kept; one longer than a reference clip may be was meant to be a clip. */
export const MAX_ANIMATION_SECONDS = 15;
/** Five minutes: the longest voice sample, and far above the 15 seconds of a reference clip. */
export const MAX_DURATION_SECONDS = 300;
/** No song or reading of a model is longer: 100,000 characters of speech are under two hours. */
export const MAX_OUTPUT_SECONDS = 3 * 3600;
