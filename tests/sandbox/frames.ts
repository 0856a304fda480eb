/** Films and sounds as numbers: what a clip really shows, and what a recording really holds. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { ffmpeg } from "../../functions/sandbox/minimax/ffmpeg.ts";

const WIDTH = 64;
const HEIGHT = 36;
const FRAME_BYTES = WIDTH * HEIGHT * 3;

/** Runs ffmpeg on bytes in a file and answers its output. */
export async function decode(media: Uint8Array, args: string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "frames-"));
  try {
    await writeFile(join(folder, "in"), media);
    return await ffmpeg(["-i", join(folder, "in"), ...args, "pipe:1"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every frame of a film, scaled to 64 x 36 in colour. */
export async function framesOf(film: Uint8Array): Promise<Buffer[]> {
  const raw = await decode(film, [
    "-an",
    "-vsync",
    "0",
    "-vf",
    `scale=${WIDTH}:${HEIGHT}:flags=area+accurate_rnd+full_chroma_int:in_color_matrix=bt709`,
    "-pix_fmt",
    "rgb24",
    "-f",
    "rawvideo",
  ]);
  return Array.from({ length: raw.length / FRAME_BYTES }, (_, index) =>
    raw.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
  );
}

/** A part of a picture, given in shares of its sides, scaled like a frame. */
export async function partOf(image: Uint8Array, left: number, top: number, size: number): Promise<Buffer> {
  const { width, height } = await sharp(image).metadata();
  return await sharp(image)
    .extract({
      left: Math.round(width * left),
      top: Math.round(height * top),
      width: Math.round(width * size),
      height: Math.round(height * size),
    })
    .resize(WIDTH, HEIGHT, { fit: "fill" })
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Mean difference of two frames, 0 to 255. */
export const difference = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;

/** Sound as mono samples at 16 kHz. */
export async function samplesOf(sound: Uint8Array): Promise<Int16Array> {
  const raw = await decode(sound, ["-vn", "-ac", "1", "-ar", "16000", "-f", "s16le"]);
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~1)));
}

/** Loudness: the root of the mean square of samples. */
export const loudness = (samples: Int16Array): number =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

/** Whether a player can start before it has the whole film: the index stands before the pictures. */
export const hasFastStart = (film: Buffer): boolean => {
  const moov = film.indexOf("moov");
  return moov > 0 && moov < film.indexOf("mdat");
};
