/**
 * A picture as a model takes it: JPEG, within the model's limits on sides, shape and weight. Works on clean pictures and
 * carries no metadata either way. A picture is shrunk freely and enlarged only to reach a model's smallest side.
 */
import sharp from "sharp";
import { corrupt, MediaRefused } from "./media-refused.ts";
import { MAX_PIXELS } from "./media-types.ts";

/** Sides in pixels, inclusive; `maxBytes` of the file; aspect = width / height, inclusive. */
export type ImageLimits = {
  minSide: number;
  maxSide: number;
  maxBytes: number;
  aspectMin: number;
  aspectMax: number;
};
export type ProviderImage = { bytes: Uint8Array; contentType: "image/jpeg"; width: number; height: number };

/** Tried in this order until the file is light enough; below the last one the picture is made smaller instead. */
const QUALITIES = [92, 85, 75, 65];
const SHRINK = 0.8;

/**
 * Throws MediaRefused: media_aspect_unsupported when no size fits the shape, media_corrupt. A plain Error when no file of
 * the smallest side is light enough: then the limits are wrong, not the picture.
 */
export async function providerImage(bytes: Uint8Array, limits: ImageLimits): Promise<ProviderImage> {
  const header = await sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS })
    .metadata()
    .catch(corrupt);
  const { width, height } = header.autoOrient;
  let scale = scaleWithin(width, height, limits);
  for (;;) {
    const size = sizeAt(width, height, scale);
    if (Math.min(size.width, size.height) < limits.minSide) throw new Error("limits contradict each other");
    const picture = sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .resize({ ...size, fit: "fill" })
      .flatten({ background: "white" });
    for (const quality of QUALITIES) {
      const data = await picture.clone().jpeg({ quality }).toBuffer().catch(corrupt);
      if (data.byteLength <= limits.maxBytes) return { bytes: data, contentType: "image/jpeg", ...size };
    }
    scale *= SHRINK;
  }
}

/** By how much to multiply both sides: 1 where the picture already fits. */
function scaleWithin(width: number, height: number, limits: ImageLimits): number {
  const aspect = width / height;
  if (aspect < limits.aspectMin || aspect > limits.aspectMax)
    throw new MediaRefused("media_aspect_unsupported");
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const scale = Math.max(
    Math.min(1, limits.maxSide / long),
    limits.minSide / short > 1 ? limits.minSide / short : 0,
  );
  const fits = Math.ceil(short * scale) >= limits.minSide && Math.floor(long * scale) <= limits.maxSide;
  if (!fits) throw new MediaRefused("media_aspect_unsupported");
  return scale;
}

/** Whole pixels. The shorter side is rounded up and the longer down, so rounding never leaves the allowed shapes. */
function sizeAt(width: number, height: number, scale: number): { width: number; height: number } {
  const short = (side: number) => Math.ceil(side * scale - 1e-9);
  const long = (side: number) => Math.floor(side * scale + 1e-9);
  return width <= height
    ? { width: short(width), height: Math.max(short(width), long(height)) }
    : { width: Math.max(short(height), long(width)), height: short(height) };
}
