import { createHash } from "node:crypto";
import sharp from "sharp";
import { expect, test } from "vitest";
import { openStudio, picture } from "./studio.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const PATH = "/v1/image_generation";
const order = (more: object = {}) => ({ model: "image-01", prompt: "a cat in a meadow", ...more });

test.each([
  ["1:1", 1024, 1024],
  ["16:9", 1280, 720],
  ["4:3", 1152, 864],
  ["3:2", 1248, 832],
  ["2:3", 832, 1248],
  ["3:4", 864, 1152],
  ["9:16", 720, 1280],
  ["21:9", 1344, 576],
])("an image of %s is a JPEG of exactly %i x %i", async (aspect_ratio, width, height) => {
  const studio = await openStudio();
  const answer = await studio.post(PATH, order({ aspect_ratio, response_format: "base64" }));
  const bytes = Buffer.from(String(answer.data?.image_base64?.[0]), "base64");
  expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width, height });
  expect((await sharp(bytes).stats()).entropy).toBeGreaterThan(5);
});

test("images come by addresses of a day, with their counts as strings", async () => {
  const studio = await openStudio();
  const answer = await studio.post(PATH, order({ n: 3, width: 512, height: 640 }));
  expect(answer.metadata).toEqual({ success_count: "3", failed_count: "0" });
  const urls = [...(answer.data?.image_urls ?? [])].map(String);
  const pictures = await Promise.all(
    urls.map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())),
  );
  expect(new Set(pictures.map((bytes) => sha256(bytes.toString("base64")))).size).toBe(3);
  for (const bytes of pictures)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 512, height: 640 });
  studio.pass(23.9 * 3_600_000);
  expect((await fetch(urls[0] ?? "")).status).toBe(200);
  studio.pass(0.2 * 3_600_000);
  expect((await fetch(urls[0] ?? "")).status).toBe(403);
});

test("the same seed paints the same picture, another one another", async () => {
  const studio = await openStudio();
  const paint = async (seed: number) =>
    sha256(
      String((await studio.post(PATH, order({ seed, response_format: "base64" }))).data?.image_base64?.[0]),
    );
  const [one, again, other] = [await paint(7), await paint(7), await paint(8)];
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

test("a character reference is seen in the middle of the image", async () => {
  const studio = await openStudio();
  const face = await sharp({ create: { width: 600, height: 800, channels: 3, background: "#20ff40" } })
    .png()
    .toBuffer();
  const image_file = `data:image/png;base64,${face.toString("base64")}`;
  const answer = await studio.post(
    PATH,
    order({
      prompt: "a meadow at noon",
      seed: 1,
      aspect_ratio: "3:4",
      subject_reference: [{ type: "character", image_file }],
      response_format: "base64",
    }),
  );
  const bytes = Buffer.from(String(answer.data?.image_base64?.[0]), "base64");
  const centre = await sharp(bytes).extract({ left: 332, top: 476, width: 200, height: 200 }).stats();
  const [red, green, blue] = centre.channels.map((channel) => channel.mean);
  expect(green).toBeGreaterThan(25 + Math.max(red ?? 255, blue ?? 255));
});

test("a large image with a face comes at its size", async () => {
  const studio = await openStudio();
  const { url } = await picture();
  const answer = await studio.post(
    PATH,
    order({
      prompt: "a neon city",
      width: 2048,
      height: 2048,
      subject_reference: [{ type: "character", image_file: url }],
      response_format: "base64",
    }),
  );
  const bytes = Buffer.from(String(answer.data?.image_base64?.[0]), "base64");
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 2048, height: 2048 });
});

test("what metadata a picture still carried is told to tests", async () => {
  const studio = await openStudio();
  const bare = await picture();
  const tagged = await sharp(bare.bytes)
    .withExif({ IFD0: { Artist: "Ana" } })
    .jpeg()
    .toBuffer();
  for (const bytes of [bare.bytes, tagged]) {
    const image_file = `data:image/jpeg;base64,${bytes.toString("base64")}`;
    await studio.post(PATH, order({ subject_reference: [{ type: "character", image_file }] }));
  }
  const inputs = [...(await studio.json("/sandbox/inputs"))];
  expect(inputs.map((input) => input.metadata)).toEqual([[], ["exif"]]);
});
