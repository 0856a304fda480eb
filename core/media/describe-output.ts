/** What a model made, looked at before it is kept: its real type, its size, and a thumbnail where it is a picture. */
import sharp from "sharp";
import { makeThumbnail } from "./clean-image.ts";
import { cleanRecording } from "./clean-recording.ts";
import { corrupt, MediaRefused } from "./media-refused.ts";
import { isImageType, MAX_OUTPUT_SECONDS, MAX_PIXELS, type MarkableType } from "./media-types.ts";
import { sniff } from "./sniff.ts";

export type Output = {
  bytes: Uint8Array;
  contentType: MarkableType;
  width?: number;
  height?: number;
  durationSeconds?: number;
  /** WebP bytes. */
  thumbnail?: Uint8Array;
  placeholder?: string;
};

/** Describes a result. Throws MediaRefused (`media_corrupt`, `media_type_unsupported`, ...) for what cannot be used. */
export async function describeOutput(bytes: Uint8Array): Promise<Output> {
  const contentType = await sniff(bytes);
  if (!contentType || contentType === "video/quicktime") throw new MediaRefused("media_type_unsupported");
  if (!isImageType(contentType)) return describeRecording(bytes);
  const { width, height } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata().catch(corrupt);
  const { thumbnail, placeholder } = await makeThumbnail(bytes);
  return { bytes, contentType, width, height, thumbnail: thumbnail.bytes, placeholder };
}

async function describeRecording(bytes: Uint8Array): Promise<Output> {
  const clean = await cleanRecording(bytes, MAX_OUTPUT_SECONDS);
  return {
    bytes: clean.bytes,
    contentType: clean.contentType,
    durationSeconds: clean.durationSeconds,
    ...(clean.width && clean.height ? { width: clean.width, height: clean.height } : {}),
  };
}
