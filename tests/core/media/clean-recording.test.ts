import { beforeAll, describe, expect, test } from "vitest";
import { type CleanRecording, cleanRecording } from "../../../core/media/clean-recording.ts";
import { boxesAt } from "../../../core/media/isobmff.ts";
import type { MediaRefusal } from "../../../core/media/media-refused.ts";
import type { RecordingType } from "../../../core/media/media-types.ts";
import { chunks } from "../../../core/media/riff.ts";
import { sniff } from "../../../core/media/sniff.ts";
import {
  CANARY,
  FAST_START,
  FRAGMENTED,
  ffmpeg,
  film,
  fingerprints,
  has,
  m4a,
  mp3,
  PHONE_KEYS,
  PLACE,
  photo,
  tagsOf,
  wav,
  webm,
} from "./samples.ts";

const refusal = (code: MediaRefusal) => expect.objectContaining({ name: "MediaRefused", code });
const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

type Sample = [string, RecordingType, RecordingType, () => Promise<Buffer>];
const SAMPLES: Sample[] = [
  ["an MP4 with its index at the end", "video/mp4", "video/mp4", () => film()],
  ["an MP4 with its index first", "video/mp4", "video/mp4", () => film(FAST_START)],
  ["a fragmented MP4", "video/mp4", "video/mp4", () => film(FRAGMENTED)],
  ["a phone's QuickTime film", "video/quicktime", "video/mp4", () => film(PHONE_KEYS, "film.mov")],
  ["an M4A", "audio/mp4", "audio/mp4", () => m4a()],
  ["an MP3 with tags at both ends", "audio/mpeg", "audio/mpeg", () => mp3()],
  ["an MP3 of changing bitrate", "audio/mpeg", "audio/mpeg", () => mp3(2, ["-q:a", "4"])],
  ["an MP3 of a low sampling rate", "audio/mpeg", "audio/mpeg", () => mp3(2, ["-ar", "22050", "-ac", "2"])],
  ["an MP3 without an index", "audio/mpeg", "audio/mpeg", () => mp3(2, ["-write_xing", "0"])],
  ["a broadcast WAV", "audio/wav", "audio/wav", () => wav()],
  ["a WAV of 24 bits", "audio/wav", "audio/wav", () => wav(2, "pcm_s24le")],
  ["a WAV of floats", "audio/wav", "audio/wav", () => wav(2, "pcm_f32le")],
];

describe.each(SAMPLES)("%s", (_, type, cleanType, make) => {
  let original: Buffer;
  let clean: CleanRecording;
  beforeAll(async () => {
    original = await make();
    clean = await cleanRecording(original);
  });

  test("loses every word about who, where and when", async () => {
    expect(has(original, CANARY)).toBe(true);
    for (const words of [CANARY, PLACE, "48.8566", "Lavf", "\u00a9xyz", "loci", "ilst", "tmcd"]) {
      expect(has(clean.bytes, words)).toBe(false);
    }
    expect(await tagsOf(clean.bytes, cleanType)).not.toMatch(
      /canary|title|artist|comment|location|creation_time/i,
    );
  });

  test("keeps every packet, in order, and decodes to the same frames", async () => {
    expect(clean.contentType).toBe(cleanType);
    const packets = await fingerprints(original, type, true);
    if (cleanType !== "audio/wav") {
      expect(packets.length).toBeGreaterThan(50);
      expect(await fingerprints(clean.bytes, cleanType, true)).toEqual(packets);
    }
    const decoded = await samples(original, type);
    expect(decoded.length).toBeGreaterThan(30);
    expect(await samples(clean.bytes, cleanType)).toBe(decoded);
  });

  test("is measured, and recognised as what it is afterwards", async () => {
    expect(Math.abs(clean.durationSeconds - 2)).toBeLessThan(0.15);
    expect(await sniff(clean.bytes)).toBe(cleanType);
    if (cleanType === "video/mp4") expect(clean).toMatchObject({ width: 320, height: 180 });
    else expect(clean).not.toHaveProperty("width");
  });

  test("gives the same bytes each time, so that a repeated check changes nothing", async () => {
    expect(Buffer.compare(clean.bytes, (await cleanRecording(original)).bytes)).toBe(0);
    expect(Buffer.compare(clean.bytes, (await cleanRecording(clean.bytes)).bytes)).toBe(0);
  });
});

/** The digest of all decoded sound, and of all decoded pictures, whatever pieces they come in. */
async function samples(bytes: Uint8Array, type: RecordingType): Promise<string> {
  const name = type === "audio/mpeg" ? "in.mp3" : "in";
  const list = await ffmpeg(
    ["-i", name, "-map", "0:a?", "-c:a", "pcm_s32le", "-f", "hash", "-hash", "md5", "-"],
    { read: { [name]: bytes } },
  );
  const frames = type.startsWith("video") ? await fingerprints(bytes, type, false) : [];
  return list.toString() + frames.filter((line) => line.startsWith("0 ")).join("\n");
}

describe("structure", () => {
  test("only the picture and the sound track are left of a film with a timecode track", async () => {
    const original = await film([], "film.mov");
    expect([...boxesAt(original, ["moov", "trak"])].length).toBe(3);
    const { bytes } = await cleanRecording(original);
    expect([...boxesAt(bytes, ["moov", "trak"])].length).toBe(2);
    for (const path of [
      ["moov", "udta"],
      ["moov", "meta"],
      ["moov", "trak", "udta"],
      ["moov", "trak", "meta"],
      ["uuid"],
    ]) {
      expect([...boxesAt(bytes, path)]).toEqual([]);
    }
  });

  test("dates in the boxes are blank", async () => {
    const dated = await film(["-metadata", "creation_time=2024-05-01T10:00:00Z"]);
    const { bytes } = await cleanRecording(dated);
    const view = Buffer.from(bytes);
    for (const path of [
      ["moov", "mvhd"],
      ["moov", "trak", "tkhd"],
      ["moov", "trak", "mdia", "mdhd"],
    ]) {
      const found = [...boxesAt(bytes, path)];
      expect(found.length).toBeGreaterThan(0);
      for (const box of found) expect(view.readBigUInt64BE(box.body + 4)).toBe(0n);
    }
  });

  test("a WAV holds its format and its sound and no other chunk", async () => {
    const original = await wav();
    expect([...chunks(original)].map(({ id }) => id)).toEqual(expect.arrayContaining(["bext", "LIST"]));
    const { bytes } = await cleanRecording(original);
    expect([...chunks(bytes)].map(({ id }) => id)).toEqual(["fmt ", "data"]);
  });

  test("an MP3 holds sound frames from its first byte to its last, and no tag", async () => {
    const { bytes } = await cleanRecording(await mp3());
    expect([bytes[0], (bytes[1] ?? 0) & 0xe0]).toEqual([0xff, 0xe0]);
    expect(has(bytes, "ID3") || has(bytes.subarray(-128), "TAG")).toBe(false);
  });

  test("an MP3 is read on behind something that is not sound", async () => {
    const { bytes } = await cleanRecording(await mp3());
    const between = Buffer.from(bytes).indexOf("fffb", 8000, "hex"); // where a frame begins
    const torn = Buffer.concat([bytes.subarray(0, between), Buffer.from(CANARY), bytes.subarray(between)]);
    const clean = await cleanRecording(torn);
    expect(has(clean.bytes, CANARY)).toBe(false);
    expect(Buffer.compare(clean.bytes, bytes)).toBe(0);
  });

  test("words hidden behind the index of an MP3 are blanked", async () => {
    const hidden = Buffer.from((await cleanRecording(await mp3(2, ["-b:a", "256k"]))).bytes);
    hidden.write(CANARY, 400);
    expect(has((await cleanRecording(hidden)).bytes, CANARY)).toBe(false);
  });

  test("a film filmed upright stays upright", async () => {
    const turned = await ffmpeg(["-i", "in.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90"], {
      read: { "in.mp4": await film() },
      write: "turned.mp4",
    });
    expect(await cleanRecording(turned)).toMatchObject({ width: 180, height: 320 });
  });

  test("an MP4 that holds sound alone is sound, whatever it is called", async () => {
    const sound = await ffmpeg(["-i", "in.m4a", "-c", "copy"], {
      read: { "in.m4a": await m4a() },
      write: "a.mp4",
    });
    expect(await sniff(sound)).toBe("video/mp4");
    const clean = await cleanRecording(sound);
    expect(clean.contentType).toBe("audio/mp4");
    expect(await sniff(clean.bytes)).toBe("audio/mp4");
  });

  test("a WAV written to a pipe, whose length is unknown, is read to its end", async () => {
    const piped = await ffmpeg(["-f", "lavfi", "-i", "sine=d=2", "-f", "wav", "-"]);
    expect((await cleanRecording(piped)).durationSeconds).toBeCloseTo(2, 1);
  });
});

describe("refused with its reason", () => {
  test.each([
    ["nothing", "media_empty", () => Buffer.alloc(0)],
    ["a text", "media_type_unsupported", () => Buffer.from("just words")],
    ["a picture", "media_type_unsupported", () => photo(80, 80).png().toBuffer()],
    ["a WebM film", "media_type_unsupported", () => webm()],
    ["an MP4 that lost its index", "media_corrupt", async () => cut(await film(), 0.6)],
    ["an MP4 that lost its end", "media_corrupt", async () => cut(await film(FAST_START), 0.6)],
    [
      "an MP4 that lost its last bytes",
      "media_corrupt",
      async () => (await film(FAST_START)).subarray(0, -20),
    ],
    ["a fragmented MP4 that lost its end", "media_corrupt", async () => cut(await film(FRAGMENTED), 0.6)],
    ["an M4A that lost its end", "media_corrupt", async () => cut(await m4a(), 0.6)],
    ["a WAV that lost its end", "media_corrupt", async () => cut(await wav(), 0.6)],
    ["a WAV that is only a header", "media_corrupt", async () => (await wav()).subarray(0, 44)],
    ["an MP3 that lost its end", "media_corrupt", async () => cut(await mp3(), 0.6)],
    ["the head of an MP4 and noise", "media_corrupt", async () => noise(await film(FAST_START))],
    ["sound of five minutes and a second", "media_too_long", () => mp3(301)],
    ["a WAV in a codec models do not take", "media_type_unsupported", () => wav(1, "adpcm_ms")],
    ["a film in an old codec", "media_type_unsupported", () => oldFilm()],
  ] satisfies [string, MediaRefusal, () => Buffer | Promise<Buffer>][])("%s: %s", async (_, code, make) => {
    await expect(cleanRecording(await make())).rejects.toEqual(refusal(code));
  });

  test("five minutes are not too long, and the limit is told in seconds", async () => {
    expect((await cleanRecording(await mp3(300))).durationSeconds).toBeCloseTo(300, 0);
    await expect(cleanRecording(await mp3(301))).rejects.toMatchObject({ limit: 300 });
  });
});

/** The first 2 kB, then bytes without sense. */
const noise = (bytes: Buffer) =>
  Buffer.concat([
    bytes.subarray(0, 2000),
    Buffer.from(bytes.subarray(2000).map((byte, index) => byte ^ (index * 37))),
  ]);

const oldFilm = () =>
  ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=1", "-c:v", "mpeg4"], { write: "old.mp4" });
