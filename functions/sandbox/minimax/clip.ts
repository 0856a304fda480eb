/**
 * A clip made of the user's own picture: the camera words of the prompt move a window over it. H.264, yuv420p, 24
 * frames per second, index in front. With a last picture the first one dissolves into it.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { perspective, planPath } from "./camera.ts";
import { ffmpeg, inFolder } from "./ffmpeg.ts";
import { ambience } from "./sound.ts";

const FRAMES_PER_SECOND = 24;

/** Shorter side in pixels of what the provider calls a resolution. */
const SHORT_SIDES: Record<string, number> = {
  "480P": 480,
  "512P": 512,
  "720P": 720,
  "768P": 768,
  "1080P": 1080,
  "2K": 1440,
};

type Size = { width: number; height: number };

/** Size of a clip of a resolution and a shape (width divided by height); both sides even, as the codec needs. */
export function clipSize(resolution: string, aspect: number): Size {
  const short = SHORT_SIDES[resolution] ?? 768;
  const long = (ratio: number) => Math.round((short * ratio) / 2) * 2;
  return aspect >= 1 ? { width: long(aspect), height: short } : { width: short, height: long(1 / aspect) };
}

type ClipOrder = Size & {
  prompt: string;
  seconds: number;
  first: Uint8Array;
  last?: Uint8Array;
  /** A recording, or the sound of the place in the prompt; without it the clip is silent, as those of v1 are. */
  sound?: Uint8Array | "ambience";
};

/** Makes the clip, with `scratch` as the place for its files. Throws when a picture cannot be read, or when `signal` ends it. */
export const makeClip = (order: ClipOrder, scratch: string, signal?: AbortSignal): Promise<Buffer> =>
  inFolder(scratch, (folder) => render(order, folder, signal));

async function render(order: ClipOrder, folder: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const frames = order.seconds * FRAMES_PER_SECOND;
  const pictures = order.last === undefined ? [order.first] : [order.first, order.last];
  const inputs = pictures.map((_, index) => join(folder, `${index}.png`));
  for (const [index, picture] of pictures.entries())
    await writeFile(inputs[index] ?? "", await cut(picture, order));
  const recording = join(folder, "sound");
  if (order.sound instanceof Uint8Array) await writeFile(recording, order.sound);
  const output = join(folder, "out.mp4");
  const graph = [
    order.last === undefined ? moving(order, frames) : dissolving(order, frames),
    ...hear(order.sound, pictures.length, order.prompt),
  ];
  const args = [
    ...[...inputs, ...(order.sound instanceof Uint8Array ? [recording] : [])].flatMap((path) => ["-i", path]),
    ...["-filter_complex", graph.join(";"), "-map", "[out]"],
    ...(order.sound === undefined ? [] : ["-map", "[sound]", "-c:a", "aac", "-b:a", "96k"]),
    ...["-frames:v", String(frames), "-t", String(order.seconds), "-r", String(FRAMES_PER_SECOND)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
    ...["-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", output],
  ];
  await ffmpeg(args, undefined, signal);
  return await readFile(output);
}

/** The part of the filter graph that ends in `[sound]`: a recording goes on in silence when it is short. */
function hear(sound: ClipOrder["sound"], input: number, prompt: string): string[] {
  if (sound === undefined) return [];
  return [sound === "ambience" ? ambience(prompt) : `[${input}:a]aresample=44100,apad[sound]`];
}

/** A picture in the size of the clip: upright, cropped around its middle. */
const cut = (picture: Uint8Array, { width, height }: Size): Promise<Buffer> =>
  sharp(picture)
    .rotate()
    .flatten({ background: "#ffffff" })
    .resize(width, height, { fit: "cover", kernel: "lanczos3" })
    .toColourspace("srgb")
    .png({ compressionLevel: 1 })
    .toBuffer();

/** One still as a stream of `frames` frames. */
const still = (input: number, frames: number) =>
  `[${input}:v]scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p,loop=loop=${frames - 1}:size=1,setpts=N/${FRAMES_PER_SECOND}/TB`;

const moving = (order: ClipOrder, frames: number) =>
  `${still(0, frames)},${perspective(planPath(order.prompt), frames)}[out]`;

/** The first picture holds for a fifth of the time, gives way to the last, which comes to rest whole. */
function dissolving(order: ClipOrder, frames: number): string {
  const start = order.seconds * 0.2;
  const end = order.seconds * 0.85;
  const leaving = perspective(planPath(order.prompt, { size: [1, 0.86] }), frames);
  const arriving = perspective(planPath("", { size: [0.86, 1] }), frames);
  return [
    `${still(0, frames)},${leaving}[a]`,
    `${still(1, frames)},${arriving},format=yuva420p,fade=t=in:st=${start}:d=${end - start}:alpha=1[b]`,
    "[a][b]overlay=format=yuv420:shortest=1,format=yuv420p[out]",
  ].join(";");
}
