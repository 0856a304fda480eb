import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from "mediabunny";
import { beforeAll, describe, expect, test } from "vitest";
import { cleanRecording } from "../../../core/media/clean-recording.ts";
import { boxes, boxesAt } from "../../../core/media/isobmff.ts";
import type { MediaRefusal } from "../../../core/media/media-refused.ts";
import { FAST_START, FRAGMENTED, film } from "./samples.ts";

const refusal = (code: MediaRefusal) => expect.objectContaining({ name: "MediaRefused", code });

type Turns = { count: number; longest: number; total: number };

/**
 * How often others had a turn meanwhile, how long something took, and the longest time for which nobody else had one: times
 * to be compared, on whatever machine.
 */
async function turnsOf(work: () => Promise<unknown>): Promise<Turns> {
  let count = 0;
  let longest = 0;
  const begun = performance.now();
  let last = begun;
  const turns = setInterval(() => {
    count += 1;
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  await work();
  await new Promise((turn) => setTimeout(turn));
  clearInterval(turns);
  return { count, longest, total: performance.now() - begun };
}

/** A film's worth of sound in packets of one byte and one millisecond. */
async function smallPackets(count: number): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new EncodedAudioPacketSource("aac");
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = {
    codec: "mp4a.40.2",
    sampleRate: 48_000,
    numberOfChannels: 1,
    description: Uint8Array.of(0x11, 0x88),
  };
  for (let at = 0; at < count; at++)
    await source.add(new EncodedPacket(Uint8Array.of(7), "key", at / 1000, 1 / 1000), { decoderConfig });
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

/** Packets of an honest recording, and far more than a real one has. */
const MANY = 250_000;

let honest: Turns & { seconds: number };
beforeAll(async () => {
  const bytes = await smallPackets(MANY);
  let seconds = 0;
  const turns = await turnsOf(async () => {
    seconds = (await cleanRecording(bytes)).durationSeconds;
  });
  honest = { seconds, ...turns };
}, 180_000);

test("a recording of very many packets lets others have their turn", () => {
  expect(honest.seconds).toBeCloseTo(MANY / 1000, 0);
  expect(honest.count).toBeGreaterThan(MANY / 10_000);
});

const u32 = (...numbers: number[]) => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, index * 4);
  return bytes;
};
const box = (type: string, ...parts: Uint8Array[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
};
/** A film in which every box at a path is another one. */
function replaced(film: Buffer, path: readonly string[], by: Buffer, from = 0, to = film.length): Buffer {
  const [type, ...below] = path;
  const parts = [...boxes(film, from, to)].map((old) => {
    if (old.type !== type) return film.subarray(old.start, old.end);
    return below.length === 0 ? by : box(type, replaced(film, below, by, old.body, old.end));
  });
  return Buffer.concat(parts);
}
const rows = (type: string, count: number, ...row: number[]) =>
  box(type, u32(0, count), Buffer.alloc(count * row.length * 4, u32(...row)));

describe("a film whose index is made to take long keeps others waiting for less than an honest one takes", () => {
  const STBL = ["moov", "trak", "mdia", "minf", "stbl"];
  const EMPTY = box(
    "moof",
    box("mfhd", u32(0, 1)),
    box("traf", box("tfhd", u32(0, 1)), box("trun", u32(0, 0))),
  );
  const filled = (bytes: number, piece: Buffer) => Buffer.alloc(bytes, piece);
  test.each([
    [
      "millions of rows of times",
      async () => replaced(await film(), [...STBL, "stts"], rows("stts", 3e6, 0, 0)),
    ],
    [
      "rows of shifts that shift nothing",
      async () => replaced(await film(), [...STBL, "ctts"], rows("ctts", 3e6, 0, 0)),
    ],
    ["millions of chunks", async () => replaced(await film(), [...STBL, "stco"], rows("stco", 6e6, 1))],
    [
      "half a million fragments",
      async () => Buffer.concat([await film(FRAGMENTED), ...Array(5e5).fill(EMPTY)]),
    ],
    ["six million empty boxes", async () => Buffer.concat([await film(), filled(48e6, box("free"))])],
    ["six million tracks", async () => Buffer.concat([await film(), box("moov", filled(48e6, box("trak")))])],
    [
      "a fragment of three million runs",
      async () =>
        Buffer.concat([
          await film(FRAGMENTED),
          box("moof", box("traf", box("tfhd", u32(0, 1)), filled(48e6, box("trun", u32(0, 0))))),
        ]),
    ],
    [
      "a codec described at length",
      async () => replaced(await film(), [...STBL, "stsd"], box("stsd", filled(2e6, box("abcd")))),
    ],
  ])("%s", async (_, make) => {
    const bytes = await make();
    const { longest } = await turnsOf(() =>
      expect(cleanRecording(bytes)).rejects.toEqual(refusal("media_corrupt")),
    );
    expect(longest).toBeLessThan(honest.total);
  });

  test("more packets of one size than the file has bytes: media_corrupt", async () => {
    const claim = box("stsz", u32(0, 1, 1_000_000));
    const bytes = replaced(await film(), [...STBL, "stsz"], claim);
    await expect(cleanRecording(bytes)).rejects.toEqual(refusal("media_corrupt"));
  });

  test("a list of more sizes than it has room for: media_corrupt", async () => {
    const claim = box("stsz", u32(0, 0, 200_000), u32(1));
    const bytes = replaced(await film(), [...STBL, "stsz"], claim);
    await expect(cleanRecording(bytes)).rejects.toEqual(refusal("media_corrupt"));
  });

  test("a film in which each packet is a fragment of its own passes", async () => {
    const bytes = await film(["-movflags", "frag_every_frame+empty_moov+default_base_moof"], "film.mp4", 60);
    expect((await cleanRecording(bytes)).durationSeconds).toBeCloseTo(60, 0);
  });
});

describe("a film whose index was tampered with is refused at once", () => {
  const STBL = ["moov", "trak", "mdia", "minf", "stbl"];
  test.each([
    ["four billion packets are shown out of order", "media_corrupt", [...STBL, "ctts"], 8, 0xff00_0000],
    ["four billion packets are timed", "media_corrupt", [...STBL, "stts"], 8, 0xff00_0000],
    ["a chunk holds sixteen million packets", "media_corrupt", [...STBL, "stsc"], 12, 0xff_0000],
    ["a table is longer than its box", "media_corrupt", [...STBL, "ctts"], 4, 0x00ff_ffff],
    ["every packet holds the same 200 kB", "media_corrupt", [...STBL, "stsz"], 4, 200_000],
    ["the picture is encrypted", "media_type_unsupported", [...STBL, "stsd"], 12, 0x656e_6376],
  ] as const)("%s: %s", async (_, code, path, offset, value) => {
    const bytes = await film(FAST_START);
    const [box] = boxesAt(bytes, path);
    bytes.writeUInt32BE(value, (box?.body ?? 0) + offset);
    await expect(cleanRecording(bytes)).rejects.toEqual(refusal(code));
  });

  test("a table smuggled into another box is not read", async () => {
    const honest = await film(FAST_START);
    const words = boxesAt(honest, ["moov", "udta"]).next().value;
    const smuggled = Buffer.from(honest);
    smuggled.writeUInt32BE((words?.end ?? 0) - (words?.body ?? 0), words?.body ?? 0);
    smuggled.write("stbl", (words?.body ?? 0) + 4, "latin1");
    const clean = await cleanRecording(smuggled);
    expect(Buffer.compare(clean.bytes, (await cleanRecording(honest)).bytes)).toBe(0);
  });

  test("a fragment of four billion packets: media_corrupt", async () => {
    const bytes = await film(FRAGMENTED);
    const [run] = boxesAt(bytes, ["moof", "traf", "trun"]);
    bytes.writeUInt32BE(0xff00_0000, (run?.body ?? 0) + 4);
    await expect(cleanRecording(bytes)).rejects.toEqual(refusal("media_corrupt"));
  });
});
