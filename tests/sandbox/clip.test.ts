import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import sharp from "sharp";
import { describe, expect, test, vi } from "vitest";
import { difference, framesOf, hasFastStart, loudness, partOf, samplesOf } from "./frames.ts";
import { openStudio, picture } from "./studio.ts";

// Encoding takes its time where other work shares the machine.
vi.setConfig({ testTimeout: 120_000 });

const PATH = "/v1/video_generation";

/** Orders a clip of the test picture and answers its frames. */
async function shoot(prompt: string, more: object = {}, shape?: [number, number]) {
  const studio = await openStudio();
  const source = await picture(...(shape ?? []));
  const order = {
    model: "MiniMax-Hailuo-02",
    resolution: "512P",
    prompt,
    first_frame_image: source.url,
    ...more,
  };
  const { task_id } = await studio.post(PATH, order);
  const film = await studio.clip(task_id);
  return { film, frames: await framesOf(film), source: source.bytes };
}

const last = (frames: Buffer[]): Buffer => frames.at(-1) ?? Buffer.alloc(0);

describe("a clip of a picture", () => {
  test("begins with the picture itself and moves into its middle on [Push in]", async () => {
    const { frames, source } = await shoot("[Push in] golden hour");
    expect(frames).toHaveLength(6 * 24);
    expect(difference(frames[0] ?? Buffer.alloc(0), await partOf(source, 0, 0, 1))).toBeLessThan(3);
    const middle = await partOf(source, 0.12, 0.12, 0.76);
    expect(difference(last(frames), middle)).toBeLessThan(4);
    expect(difference(last(frames), await partOf(source, 0, 0, 1))).toBeGreaterThan(12);
    const steps = frames.slice(1).map((frame, index) => difference(frame, frames[index] ?? frame));
    expect(Math.max(...steps)).toBeLessThan(4);
  });

  test.each([
    ["[Pan left]", 0, 0.12],
    ["[Truck right]", 0.2, 0.1],
    ["[Tilt up]", 0.12, 0],
    ["[Pedestal down]", 0.1, 0.2],
  ])("goes where %s sends the camera", async (word, left, top) => {
    const { frames, source } = await shoot(word);
    expect(difference(frames[0] ?? Buffer.alloc(0), await partOf(source, 0, 0, 1))).toBeLessThan(3);
    const size = word.includes("Truck") || word.includes("Pedestal") ? 0.8 : 0.76;
    const mirrored = await partOf(source, 1 - size - left, 1 - size - top, size);
    const there = difference(last(frames), await partOf(source, left, top, size));
    expect(there).toBeLessThan(14);
    expect(there).toBeLessThan(difference(last(frames), mirrored) / 2);
  });

  test("draws back to the whole picture on [Zoom out]", async () => {
    const { frames, source } = await shoot("[Zoom out]");
    expect(difference(frames[0] ?? Buffer.alloc(0), await partOf(source, 0.19, 0.19, 0.62))).toBeLessThan(4);
    expect(difference(last(frames), await partOf(source, 0, 0, 1))).toBeLessThan(3);
  });

  test("stands still on [Static shot], and trembles on [Shake]", async () => {
    const still = await shoot("[Static shot]");
    expect(difference(still.frames[0] ?? Buffer.alloc(0), last(still.frames))).toBeLessThan(1.5);
    const { frames } = await shoot("[Shake]");
    const half = frames.slice(96);
    const steps = half.slice(1).map((frame, index) => difference(frame, half[index] ?? frame));
    expect(Math.min(...steps.slice(0, 20))).toBeGreaterThan(0.3);
  });

  test("follows brackets one after another", async () => {
    const { frames, source } = await shoot("[Push in] then [Truck left]");
    const middle = await partOf(source, 0.12, 0.12, 0.76);
    expect(difference(frames[72] ?? Buffer.alloc(0), middle)).toBeLessThan(6);
    expect(difference(last(frames), await partOf(source, 0.096, 0.196, 0.608))).toBeLessThan(6);
  });

  test("obeys the words of one bracket together", async () => {
    const { frames, source } = await shoot("[Zoom in, Truck left]");
    expect(difference(last(frames), await partOf(source, 0.152, 0.252, 0.496))).toBeLessThan(6);
  });

  test("has the size of its resolution in the picture's own shape, at 24 frames a second, index first", async () => {
    const { film } = await shoot("a street", { duration: 10, resolution: "768P" }, [540, 720]);
    expect(hasFastStart(film)).toBe(true);
    const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(film) });
    const track = await input.getPrimaryVideoTrack();
    expect([track?.codec, track?.displayWidth, track?.displayHeight]).toEqual(["avc", 768, 1024]);
    expect(await input.computeDuration()).toBeCloseTo(10, 1);
    expect((await track?.computePacketStats())?.averagePacketRate).toBeCloseTo(24, 1);
    expect(await input.getPrimaryAudioTrack()).toBeNull();
  });

  test("is upright when the photo is stored on its side", async () => {
    const { bytes } = await picture(600, 400);
    const lying = await sharp(bytes)
      .rotate(270)
      .jpeg()
      .withExif({})
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const studio = await openStudio();
    const url = `data:image/jpeg;base64,${lying.toString("base64")}`;
    const order = { model: "MiniMax-Hailuo-2.3", first_frame_image: url };
    const { task_id } = await studio.post(PATH, order);
    expect(await studio.ended(task_id)).toMatchObject({
      status: "Success",
      video_width: 1152,
      video_height: 768,
    });
    const [first = Buffer.alloc(0)] = await framesOf(await studio.clip(task_id));
    expect(difference(first, await partOf(bytes, 0, 0, 1))).toBeLessThan(4);
  });
});

describe("a clip between two pictures", () => {
  test("begins with the first and ends with the last", async () => {
    const { bytes } = await picture();
    const mirrored = await sharp(bytes).flop().negate().jpeg().toBuffer();
    const url = `data:image/jpeg;base64,${mirrored.toString("base64")}`;
    const { frames, source } = await shoot("", { resolution: "768P", last_frame_image: url });
    expect(difference(frames[0] ?? Buffer.alloc(0), await partOf(source, 0, 0, 1))).toBeLessThan(3);
    expect(difference(last(frames), await partOf(mirrored, 0, 0, 1))).toBeLessThan(3);
  });
});

describe("a clip of words", () => {
  test("shows a painted scene that moves", async () => {
    const studio = await openStudio();
    const { task_id } = await studio.post(PATH, {
      model: "MiniMax-Hailuo-2.3",
      prompt: "[Pan right] a red balloon over the desert at dusk",
    });
    expect(await studio.ended(task_id)).toMatchObject({
      status: "Success",
      video_width: 1366,
      video_height: 768,
    });
    const frames = await framesOf(await studio.clip(task_id));
    expect(frames).toHaveLength(144);
    expect(
      (await sharp(frames[0], { raw: { width: 64, height: 36, channels: 3 } }).stats()).entropy,
    ).toBeGreaterThan(4);
    expect(difference(frames[0] ?? Buffer.alloc(0), last(frames))).toBeGreaterThan(6);
  });

  test("of v2 has sound of the same length", async () => {
    const studio = await openStudio();
    const order = {
      model: "MiniMax-H3-Max",
      content: [{ type: "text", text: "waves on a beach" }],
      resolution: "480P",
      duration: 5,
      ratio: "9:16",
      extra: { prompt_expansion_mode: "disabled" },
    };
    const { task_id } = await studio.post("/v2/video_generation", order);
    const task = await studio.ended2(task_id);
    expect(task).toMatchObject({
      status: "succeeded",
      duration: 5,
      resolution: "480P",
      ratio: "9:16",
      modality: "video",
    });
    const film = Buffer.from(await (await fetch(String(task.content?.url))).arrayBuffer());
    const sound = await samplesOf(film);
    expect(sound.length / 16_000).toBeCloseTo(5, 0);
    expect(loudness(sound)).toBeGreaterThan(300);
    expect(await framesOf(film)).toHaveLength(120);
  });
});
