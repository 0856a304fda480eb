/**
 * Cleaning of pictures: what is stored is a new file made from the pixels alone, upright and in sRGB, so nothing that the
 * camera or an editor wrote beside them (place, time, device, author, previews, bytes after the end) can survive.
 * The header is read first and a picture that is too large is refused before a pixel of it is decoded.
 */
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { corrupt, MediaRefused } from "./media-refused.ts";
import {
  type ImageType,
  isImageType,
  MAX_ANIMATION_SECONDS,
  MAX_PIXELS,
  MAX_SIDE,
  MIN_SIDE,
} from "./media-types.ts";
import { sniff } from "./sniff.ts";

// Nobody's pixels stay in memory for the next request.
sharp.cache(false);

/** Pixels count after orientation: as the picture is seen. */
export type Picture = { bytes: Uint8Array; contentType: ImageType; width: number; height: number };
export type Thumbnail = Picture & { contentType: "image/webp" };
/** `placeholder`: a data URL of about 150 bytes, 16 px wide, to show while the picture loads. */
export type CleanImage = Picture & { thumbnail: Thumbnail; placeholder: string };

/** The longer side of a thumbnail, in pixels: a grid cell of 320 CSS pixels on a dense screen. */
const THUMBNAIL_SIDE = 640;
const PLACEHOLDER_SIDE = 16;

/** A JPEG cut short still decodes, grey at the bottom; "error" refuses it instead. */
const DECODE: SharpOptions = { failOn: "error", limitInputPixels: MAX_PIXELS, sequentialRead: true };

/**
 * Cleans one picture, same format out (JPEG quality 95 without colour subsampling, PNG, WebP quality 95).
 * Throws MediaRefused: media_empty, media_type_unsupported, media_corrupt, media_too_many_pixels (limit in megapixels),
 * media_too_small (limit in pixels), media_too_long (an animation; limit in seconds).
 */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  const contentType = await checkImage(bytes);
  const upright = sharp(bytes, DECODE).autoOrient().toColourspace("srgb");
  const { data, info } = await encode(upright, contentType).catch(corrupt);
  return {
    bytes: data,
    contentType,
    width: info.width,
    height: info.height,
    ...(await makeThumbnail(data)),
  };
}

/**
 * A small WebP of a picture, never larger than it, and its placeholder. For pictures already clean or of our own making.
 * Throws MediaRefused media_corrupt.
 */
export async function makeThumbnail(
  bytes: Uint8Array,
): Promise<Pick<CleanImage, "thumbnail" | "placeholder">> {
  const small = await sharp(bytes, DECODE)
    .autoOrient()
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer({ resolveWithObject: true })
    .catch(corrupt);
  const { width, height } = small.info;
  const tiny = await sharp(small.data)
    .resize({ width: PLACEHOLDER_SIDE, height: PLACEHOLDER_SIDE, fit: "inside" })
    .webp({ quality: 30, alphaQuality: 30 })
    .toBuffer();
  return {
    thumbnail: { bytes: small.data, contentType: "image/webp", width, height },
    placeholder: `data:image/webp;base64,${tiny.toString("base64")}`,
  };
}

/** Reads the header only and refuses what must not be decoded. Answers the type found in the bytes. */
async function checkImage(bytes: Uint8Array): Promise<ImageType> {
  if (bytes.byteLength === 0) throw new MediaRefused("media_empty");
  const type = await sniff(bytes);
  if (!type || !isImageType(type)) throw new MediaRefused("media_type_unsupported");
  // No pixel limit on this one: it would turn "too large" into "cannot be read".
  const header: Metadata = await sharp(bytes, { ...DECODE, limitInputPixels: false })
    .metadata()
    .catch(corrupt);
  const { width, height, delay = [] } = header; // delay: milliseconds of each frame, for animations alone
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new MediaRefused("media_too_many_pixels", MAX_PIXELS / 1_000_000);
  }
  if (Math.min(width, height) < MIN_SIDE) throw new MediaRefused("media_too_small", MIN_SIDE - 1);
  if (delay.reduce((sum, part) => sum + part, 0) > MAX_ANIMATION_SECONDS * 1000) {
    throw new MediaRefused("media_too_long", MAX_ANIMATION_SECONDS);
  }
  return type;
}

function encode(picture: Sharp, type: ImageType) {
  const formats = {
    "image/jpeg": () => picture.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
    "image/png": () => picture.png(),
    "image/webp": () => picture.webp({ quality: 95, smartSubsample: true }),
  };
  return formats[type]().toBuffer({ resolveWithObject: true });
}
