import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type ImageLimits, providerImage } from "../../../core/media/provider-image.ts";
import { CANARY, has, photo, withTraces } from "./samples.ts";

/** Image to video v1: the shorter side above 300, shapes from 2:5 to 5:2. */
const HAILUO: ImageLimits = {
  minSide: 301,
  maxSide: 4096,
  maxBytes: 20_000_000,
  aspectMin: 0.4,
  aspectMax: 2.5,
};
const H3: ImageLimits = { minSide: 256, maxSide: 5760, maxBytes: 30_000_000, aspectMin: 0.4, aspectMax: 2.5 };

async function expectWithin(bytes: Uint8Array, limits: ImageLimits): Promise<void> {
  const { width, height, format, exif, xmp, icc } = await sharp(bytes).metadata();
  expect(format).toBe("jpeg");
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(limits.minSide);
  expect(Math.max(width, height)).toBeLessThanOrEqual(limits.maxSide);
  expect(width / height).toBeGreaterThanOrEqual(limits.aspectMin);
  expect(width / height).toBeLessThanOrEqual(limits.aspectMax);
  expect(bytes.byteLength).toBeLessThanOrEqual(limits.maxBytes);
  expect({ exif, xmp, icc }).toEqual({});
}

describe("a picture for a model", () => {
  test.each([
    [640, 480, 640, 480],
    [6000, 4000, 4096, 2731],
    [200, 150, 402, 301],
    [150, 200, 301, 402],
    [400, 1000, 400, 1000],
    [5000, 2000, 4096, 1639],
    [2000, 5000, 1639, 4096],
  ])("%i x %i becomes %i x %i", async (width, height, newWidth, newHeight) => {
    const made = await providerImage(await photo(width, height).jpeg().toBuffer(), HAILUO);
    expect(made).toMatchObject({ contentType: "image/jpeg" });
    expect(Math.abs(made.width - newWidth)).toBeLessThanOrEqual(1);
    expect(Math.abs(made.height - newHeight)).toBeLessThanOrEqual(1);
    expect(await sharp(made.bytes).metadata()).toMatchObject({ width: made.width, height: made.height });
    await expectWithin(made.bytes, HAILUO);
  });

  test.each([
    [399, 1000],
    [1000, 399],
    [100, 2000],
  ])("%i x %i has a shape no model takes", async (width, height) => {
    const bytes = await photo(width, height).png().toBuffer();
    await expect(providerImage(bytes, H3)).rejects.toMatchObject({ code: "media_aspect_unsupported" });
  });

  test("a shape that fits only outside the sides is refused", async () => {
    const narrow = { ...HAILUO, minSide: 300, maxSide: 400 };
    const bytes = await photo(1000, 500).png().toBuffer();
    await expect(providerImage(bytes, narrow)).rejects.toMatchObject({ code: "media_aspect_unsupported" });
  });

  test("is made light enough, first by quality, then by size", async () => {
    const bytes = await photo(1600, 1200).png().toBuffer();
    for (const maxBytes of [900_000, 300_000, 100_000]) {
      await expectWithin((await providerImage(bytes, { ...HAILUO, maxBytes })).bytes, {
        ...HAILUO,
        maxBytes,
      });
    }
  });

  test("for limits that contradict each other is not made, and the picture is not blamed", async () => {
    const bytes = await photo(1600, 1200).png().toBuffer();
    await expect(providerImage(bytes, { ...HAILUO, maxBytes: 2000 })).rejects.toThrow("contradict");
  });

  test("takes nothing along, even from a picture that was not cleaned", async () => {
    const made = await providerImage(await withTraces(photo(800, 600), 6).jpeg().toBuffer(), HAILUO);
    expect(has(made.bytes, CANARY)).toBe(false);
    expect(made).toMatchObject({ width: 600, height: 800 });
    await expectWithin(made.bytes, HAILUO);
  });

  test("shows white where it was transparent", async () => {
    const clear = sharp({ create: { width: 400, height: 400, channels: 4, background: "#00000000" } });
    const { bytes } = await providerImage(await clear.png().toBuffer(), HAILUO);
    expect((await sharp(bytes).raw().toBuffer())[0]).toBe(255);
  });

  test("that cannot be decoded is refused", async () => {
    const half = (await photo(800, 600).jpeg().toBuffer()).subarray(0, 20_000);
    await expect(providerImage(half, HAILUO)).rejects.toMatchObject({ code: "media_corrupt" });
  });
});
