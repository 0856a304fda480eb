/** Looking at what was made with eyes that are not the browser's. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { ffmpeg } from "../../functions/sandbox/minimax/ffmpeg.ts";

/** Red, green and blue, 0 to 255. */
export type Colour = [number, number, number];
export type Picture = { width: number; height: number; at(x: number, y: number): Colour };

/** One frame of an MP4, `seconds` from its beginning. */
export async function frameOf(clip: Uint8Array, seconds: number): Promise<Picture> {
  const folder = mkdtempSync(join(tmpdir(), "pix2clip-frame-"));
  try {
    const file = join(folder, "clip.mp4");
    writeFileSync(file, clip);
    const output = ["-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"];
    return await readPicture(await ffmpeg(["-ss", String(seconds), "-i", file, ...output]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A picture whose colours can be asked for, at fractions of its width and height. */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes)
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): Colour => {
    const column = Math.min(info.width - 1, Math.floor(x * info.width));
    const row = Math.min(info.height - 1, Math.floor(y * info.height));
    const first = (row * info.width + column) * info.channels;
    return [data[first] ?? 0, data[first + 1] ?? 0, data[first + 2] ?? 0];
  };
  return { width: info.width, height: info.height, at };
}

/** How far two colours are apart, 0 to 441. */
export const distance = (a: Colour, b: Colour): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** How far two pictures are apart, on average over a grid of points. */
export function difference(one: Picture, other: Picture): number {
  const steps = Array.from({ length: 24 }, (_, index) => (index + 0.5) / 24);
  const apart = steps.flatMap((x) => steps.map((y) => distance(one.at(x, y), other.at(x, y))));
  return apart.reduce((sum, each) => sum + each, 0) / apart.length;
}
