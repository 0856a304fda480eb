/** Facts about sound and film that ffmpeg finds out by decoding them. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ffmpeg, inFolder } from "./ffmpeg.ts";

/** Thrown when bytes are no sound or film that can be read. */
export class MediaError extends Error {
  override name = "MediaError";
}

/** Runs ffmpeg on bytes through a file in `scratch`: MP4 and M4A cannot be read from a pipe. */
const decode = (bytes: Uint8Array, options: string[], scratch: string): Promise<Buffer> =>
  inFolder(scratch, async (folder) => {
    await writeFile(join(folder, "in"), bytes);
    return await ffmpeg(["-i", join(folder, "in"), ...options, "pipe:1"]).catch(() => {
      throw new MediaError("cannot be decoded");
    });
  });

export const PCM_RATE = 16_000;

/** Sound as mono samples at PCM_RATE. Throws MediaError. */
export async function samples(bytes: Uint8Array, scratch: string): Promise<Int16Array> {
  const pcm = await decode(bytes, ["-vn", "-ac", "1", "-ar", String(PCM_RATE), "-f", "s16le"], scratch);
  return new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length - (pcm.length % 2)));
}

/** The length of a film or sound in seconds, counted in frames or samples, not read from a header. */
export async function seconds(bytes: Uint8Array, scratch: string): Promise<number> {
  const film = await decode(
    bytes,
    ["-an", "-vf", "scale=16:16,fps=30", "-pix_fmt", "gray", "-f", "rawvideo"],
    scratch,
  ).catch(() => undefined);
  return film && film.length > 0 ? film.length / 256 / 30 : (await samples(bytes, scratch)).length / PCM_RATE;
}

/** The first picture of a film as PNG. */
export const firstFrame = (bytes: Uint8Array, scratch: string): Promise<Buffer> =>
  decode(bytes, ["-frames:v", "1", "-c:v", "png", "-f", "image2pipe"], scratch);
