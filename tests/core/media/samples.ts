/** Real files made at test time: pictures by sharp, recordings by ffmpeg, both with planted words that must not survive. */
import { execFile } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import installed from "@ffmpeg-installer/ffmpeg";
import sharp, { type Sharp } from "sharp";
import type { RecordingType } from "../../../core/media/media-types.ts";

/** Planted in every metadata field. */
export const CANARY = "canary-Anna-Muster";
/** Planted as the place: 48.8566 north, 2.3522 east, in the notation of ISO 6709. */
export const PLACE = "+48.8566+002.3522/";

const run = promisify(execFile);

function findFfmpeg(): string {
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "ffmpeg"));
  const found = [process.env.FFMPEG_PATH ?? "", ...onPath].find((path) => path !== "" && existsSync(path));
  if (found) return found;
  chmodSync(installed.path, 0o755); // npm unpacks it without the right to run
  return installed.path;
}
const FFMPEG = findFfmpeg();

type Files = { read?: Record<string, Uint8Array>; write?: string };

/** What was made of nothing but words, by these words: many tests begin with the same film. */
const made = new Map<string, Promise<Buffer>>();

/** Runs ffmpeg with the files given by name in a folder of its own; answers its standard output or one file it wrote. */
export async function ffmpeg(args: string[], files: Files = {}): Promise<Buffer> {
  if (files.read) return runFfmpeg(args, files);
  const words = JSON.stringify([args, files]);
  const known = made.get(words) ?? runFfmpeg(args, files);
  made.set(words, known);
  return Buffer.from(await known); // a copy, since tests change theirs
}

async function runFfmpeg(args: string[], files: Files): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "pix2clip-"));
  try {
    for (const [name, bytes] of Object.entries(files.read ?? {})) await writeFile(join(folder, name), bytes);
    const out = files.write ? [files.write] : [];
    const options = { cwd: folder, encoding: "buffer", maxBuffer: 100_000_000 } as const;
    const { stdout } = await run(FFMPEG, ["-v", "error", "-y", ...args, ...out], options);
    return files.write ? await readFile(join(folder, files.write)) : stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const picture = (seconds: number) => ["-f", "lavfi", "-i", `testsrc2=s=320x180:r=24:d=${seconds}`];
const tone = (seconds: number) => ["-f", "lavfi", "-i", `sine=f=440:d=${seconds}`];
const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-g", "24"];
const TAGS = ["title", "artist", "comment", "copyright"].flatMap((tag) => ["-metadata", `${tag}=${CANARY}`]);
const WHERE = ["-metadata", `location=${PLACE}`];

/** An H.264 and AAC film with places, titles, a track name and a timecode track. `seconds` long. */
export const film = (extra: string[] = [], name = "film.mp4", seconds = 2) =>
  ffmpeg(
    [
      ...picture(seconds),
      ...tone(seconds),
      ...H264,
      "-c:a",
      "aac",
      ...TAGS,
      ...WHERE,
      "-timecode",
      "01:00:00:00",
    ].concat(["-metadata:s:v:0", `handler_name=${CANARY}`, ...extra]),
    { write: name },
  );
export const FAST_START = ["-movflags", "+faststart"];
export const FRAGMENTED = ["-movflags", "frag_keyframe+empty_moov"];
/** The keys an iPhone writes. */
export const PHONE_KEYS = [
  "-movflags",
  "use_metadata_tags",
  "-metadata",
  `com.apple.quicktime.location.ISO6709=${PLACE}`,
];

export const mp3 = (seconds = 2, extra: string[] = []) =>
  ffmpeg(
    [...tone(seconds), ...TAGS, "-c:a", "libmp3lame", "-id3v2_version", "3", "-write_id3v1", "1", ...extra],
    {
      write: "a.mp3",
    },
  );
export const m4a = () => ffmpeg([...tone(2), ...TAGS, ...WHERE, "-c:a", "aac"], { write: "a.m4a" });
/** With a broadcast chunk (bext) beside LIST INFO. `codec`: such as pcm_s16le. */
export const wav = (seconds = 2, codec = "pcm_s16le") =>
  ffmpeg(
    [...tone(seconds), ...TAGS, "-metadata", `description=${CANARY}`, "-c:a", codec, "-write_bext", "1"],
    { write: "a.wav" },
  );
export const webm = () => ffmpeg([...picture(1), "-c:v", "libvpx", "-b:v", "200k"], { write: "a.webm" });

const EXTENSIONS: Record<RecordingType, string> = {
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
};

/** One line for each packet (`coded`) or decoded frame: track, length in bytes and hash, by ffmpeg's own reading. */
export async function fingerprints(
  bytes: Uint8Array,
  type: RecordingType,
  coded: boolean,
): Promise<string[]> {
  const name = `in.${EXTENSIONS[type]}`;
  const tracks = ["-map", "0:v?", "-map", "0:a?", ...(coded ? ["-c", "copy"] : [])];
  const list = await ffmpeg(["-i", name, ...tracks, "-f", "framemd5", "-"], { read: { [name]: bytes } });
  return list
    .toString("latin1")
    .split("\n")
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(",").map((field) => field.trim()))
    .map(([track, , , , size, hash]) => `${track} ${size} ${hash}`)
    .sort();
}

/** Every tag ffmpeg can find in a file. */
export async function tagsOf(bytes: Uint8Array, type: RecordingType): Promise<string> {
  const name = `in.${EXTENSIONS[type]}`;
  return (await ffmpeg(["-i", name, "-f", "ffmetadata", "-"], { read: { [name]: bytes } })).toString();
}

/** Noise of many pixels takes seconds: a larger picture shows these larger. */
const MAX_NOISE_SIDE = 1600;

/** A picture of noise: compresses like a photograph. Sides in pixels. */
export function photo(width: number, height: number): Sharp {
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
  const [w, h] = [Math.min(width, MAX_NOISE_SIDE), Math.min(height, MAX_NOISE_SIDE)];
  const small = sharp({ create: { width: w, height: h, channels: 3, background: "#888", noise } });
  return w === width && h === height
    ? small
    : small.resize(width, height, { fit: "fill", kernel: "nearest" });
}

/** Exif with author, device and a position, plus XMP. */
export const withTraces = (image: Sharp, orientation = 1): Sharp =>
  image
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Artist: CANARY, Copyright: CANARY, Model: CANARY, ImageDescription: CANARY },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "48/1 51/1 24/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "2/1 21/1 8/1",
      },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>${CANARY}</rdf></x:xmpmeta>`);

/** A PNG chunk with its length and check sum. */
export function pngChunk(type: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + body.byteLength);
  chunk.writeUInt32BE(body.byteLength);
  chunk.write(type, 4, "latin1");
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.byteLength)), 8 + body.byteLength);
  return chunk;
}
/** Puts chunks right after a PNG's header. */
export const insertPng = (png: Buffer, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

/** A valid PNG header that promises `width` x `height` grey pixels and delivers almost none. */
export function promisedPng(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const chunks = [
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(100))),
    pngChunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...chunks]);
}

/** A JPEG with a comment segment right after its start. */
export const withComment = (jpeg: Buffer, words: string): Buffer => {
  const header = Buffer.from([0xff, 0xfe, 0, words.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), header, Buffer.from(words), jpeg.subarray(2)]);
};

export const has = (bytes: Uint8Array, words: string) => Buffer.from(bytes).includes(words);
export const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
