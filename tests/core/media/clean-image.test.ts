import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type CleanImage, cleanImage } from "../../../core/media/clean-image.ts";
import type { MediaRefusal } from "../../../core/media/media-refused.ts";
import {
  CANARY,
  film,
  has,
  insertPng,
  photo,
  pixels,
  pngChunk,
  promisedPng,
  withComment,
  withTraces,
} from "./samples.ts";

const refusal = (code: MediaRefusal) => expect.objectContaining({ name: "MediaRefused", code });
const FORMATS = ["jpeg", "png", "webp"] as const;

async function expectNoTrace(picture: Pick<CleanImage, "bytes">): Promise<void> {
  const { exif, xmp, iptc, icc, orientation, comments } = await sharp(picture.bytes).metadata();
  expect({ exif, xmp, iptc, icc, orientation, comments }).toEqual({});
  for (const words of [CANARY, "Exif", "xmpmeta", "tEXt", "iTXt"])
    expect(has(picture.bytes, words)).toBe(false);
}

describe("a cleaned picture", () => {
  test.each(FORMATS)("%s: nothing about the place, the author or the device is left", async (format) => {
    const original = await withTraces(photo(800, 600)).toFormat(format).toBuffer();
    expect(has(original, CANARY)).toBe(true);
    const clean = await cleanImage(original);
    await expectNoTrace(clean);
    await expectNoTrace(clean.thumbnail);
    expect(clean).toMatchObject({ contentType: `image/${format}`, width: 800, height: 600 });
  });

  test("comments, text chunks and bytes after the end are gone", async () => {
    const jpeg = withComment(await photo(100, 100).jpeg().toBuffer(), CANARY);
    await expectNoTrace(await cleanImage(Buffer.concat([jpeg, Buffer.from(CANARY)])));
    const words = pngChunk("tEXt", Buffer.from(`Comment\0${CANARY}`));
    const png = insertPng(await photo(100, 100).png().toBuffer(), words);
    await expectNoTrace(await cleanImage(Buffer.concat([png, Buffer.from(CANARY)])));
  });

  test("a picture that is also a web page or an archive is only a picture afterwards", async () => {
    const page = withComment(await photo(100, 100).jpeg().toBuffer(), "<script>alert(1)</script>");
    const both = Buffer.concat([page, Buffer.from("504b0304", "hex"), Buffer.from("evil.sh")]);
    const { bytes } = await cleanImage(both);
    expect(has(bytes, "<script>") || has(bytes, "evil.sh")).toBe(false);
  });

  test("the pixels of a PNG are kept exactly", async () => {
    const original = await photo(300, 200).png().toBuffer();
    expect(Buffer.compare(await pixels((await cleanImage(original)).bytes), await pixels(original))).toBe(0);
  });

  test("transparency is kept", async () => {
    const original = await photo(100, 100).ensureAlpha(0.5).png().toBuffer();
    const { channels } = await sharp((await cleanImage(original)).bytes).metadata();
    expect(channels).toBe(4);
  });

  test("a print picture (CMYK) comes out in screen colours", async () => {
    const original = await photo(100, 100).toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp((await cleanImage(original)).bytes).metadata()).space).toBe("srgb");
  });

  test("colours of a wide profile are converted, not merely relabelled", async () => {
    const red = sharp({ create: { width: 100, height: 100, channels: 3, background: "#c83c3c" } });
    const wide = await red.png().withIccProfile("p3").toBuffer();
    const [stored] = await sharp(wide).keepIccProfile().raw().toBuffer();
    const [shown] = await pixels((await cleanImage(wide)).bytes);
    expect(stored).not.toBe(200); // the profile stores this red as another number
    expect(Math.abs((shown ?? 0) - 200)).toBeLessThanOrEqual(2);
  });

  test("of a short animation the first frame is kept", async () => {
    const clean = await cleanImage(await animation(10));
    expect(clean).toMatchObject({ width: 80, height: 80 });
    expect((await sharp(clean.bytes).metadata()).pages).toBeUndefined();
  });

  test("the thumbnail is at most 640 pixels wide or tall and never enlarged", async () => {
    const { thumbnail } = await cleanImage(await photo(1600, 400).jpeg().toBuffer());
    expect(thumbnail).toMatchObject({ contentType: "image/webp", width: 640, height: 160 });
    expect((await cleanImage(await photo(90, 70).jpeg().toBuffer())).thumbnail).toMatchObject({
      width: 90,
      height: 70,
    });
  });

  test("the placeholder is a short data URL of the same shape and colour", async () => {
    const teal = sharp({ create: { width: 640, height: 320, channels: 3, background: "#108080" } });
    const { placeholder } = await cleanImage(await teal.jpeg().toBuffer());
    expect(placeholder.length).toBeLessThan(400);
    const [head = "", data = ""] = placeholder.split(",");
    expect(head).toBe("data:image/webp;base64");
    const { data: raw, info } = await sharp(Buffer.from(data, "base64"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([16, 8]);
    for (const [index, value] of [0x10, 0x80, 0x80].entries()) {
      expect(Math.abs((raw[index] ?? 0) - value)).toBeLessThan(12);
    }
  });
});

// Exif 2.32, tag 0x0112: which stored corner is seen where (top left, top right, bottom left, bottom right).
const SEEN = ["abcd", "badc", "dcba", "cdab", "acbd", "cadb", "dbca", "bdac"].map((corners, index) => ({
  orientation: index + 1,
  corners,
}));
const COLOURS = { a: "#ff0000", b: "#00ff00", c: "#0000ff", d: "#ffffff" };

test.each(SEEN)("orientation $orientation is applied to the pixels", async ({ orientation, corners }) => {
  const quarter = (colour: string) =>
    ({ create: { width: 80, height: 48, channels: 3, background: colour } }) as const;
  const stored = sharp({ create: { width: 160, height: 96, channels: 3, background: "black" } }).composite([
    { input: quarter(COLOURS.a), left: 0, top: 0 },
    { input: quarter(COLOURS.b), left: 80, top: 0 },
    { input: quarter(COLOURS.c), left: 0, top: 48 },
    { input: quarter(COLOURS.d), left: 80, top: 48 },
  ]);
  const clean = await cleanImage(await withTraces(stored, orientation).jpeg({ quality: 100 }).toBuffer());
  const [width, height] = orientation < 5 ? [160, 96] : [96, 160];
  expect(clean).toMatchObject({ width, height });
  const raw = await pixels(clean.bytes);
  const at = (x: number, y: number) => {
    const [r = 0, g = 0, b = 0] = raw.subarray(3 * (y * width + x));
    return `#${[r, g, b].map((value) => (value > 127 ? "ff" : "00")).join("")}`;
  };
  const seen = [at(10, 10), at(width - 10, 10), at(10, height - 10), at(width - 10, height - 10)];
  expect(seen).toEqual([...corners].map((corner) => COLOURS[corner as keyof typeof COLOURS]));
});

describe("refused with its reason", () => {
  test.each([
    ["nothing", "media_empty", () => Buffer.alloc(0)],
    ["a text called .jpg", "media_type_unsupported", () => Buffer.from("just words")],
    ["a drawing", "media_type_unsupported", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a film", "media_type_unsupported", () => film()],
    ["a JPEG cut short", "media_corrupt", async () => cut(await photo(400, 300).jpeg().toBuffer(), 0.5)],
    [
      "a JPEG without its last bytes",
      "media_corrupt",
      async () => cut(await photo(400, 300).jpeg().toBuffer(), 0.99),
    ],
    ["a PNG cut short", "media_corrupt", async () => cut(await photo(400, 300).png().toBuffer(), 0.5)],
    ["a WebP cut short", "media_corrupt", async () => cut(await photo(400, 300).webp().toBuffer(), 0.5)],
    ["a JPEG header and noise", "media_corrupt", () => Buffer.from(`ffd8ffe0${"00".repeat(200)}`, "hex")],
    ["a PNG that promises 400 megapixels", "media_too_many_pixels", () => promisedPng(20_000, 20_000)],
    ["a PNG that promises one long line", "media_too_many_pixels", () => promisedPng(900_000, 1)],
    ["a picture of 20,000 x 100", "media_too_many_pixels", () => photo(20_000, 100).jpeg().toBuffer()],
    ["a picture of 63 pixels", "media_too_small", () => photo(63, 200).png().toBuffer()],
    ["an animation of 16 seconds", "media_too_long", () => animation(16)],
  ] satisfies [string, MediaRefusal, () => Buffer | Promise<Buffer>][])("%s: %s", async (_, code, make) => {
    await expect(cleanImage(await make())).rejects.toEqual(refusal(code));
  });

  test("a PNG within the limits that delivers too little is corrupt, not stored half", async () => {
    await expect(cleanImage(promisedPng(2000, 2000))).rejects.toEqual(refusal("media_corrupt"));
  });

  test("text that would unpack to 300 MB is neither unpacked nor kept", async () => {
    const bomb = pngChunk(
      "zTXt",
      Buffer.concat([Buffer.from("a\0\0"), deflateSync(Buffer.alloc(300_000_000), { level: 1 })]),
    );
    const clean = await cleanImage(insertPng(await photo(100, 100).png().toBuffer(), bomb));
    expect(clean.bytes.byteLength).toBeLessThan(100_000);
    await expectNoTrace(clean);
  });
});

const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

/** One frame a second. */
async function animation(frames: number): Promise<Buffer> {
  // Neighbours differ clearly: the encoder would merge equal ones.
  const colours = Array.from({ length: frames }, (_, index) => (index % 2 === 0 ? "#ff0000" : "#0000ff"));
  const pages = colours.map((background) =>
    sharp({ create: { width: 80, height: 80, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(pages), { join: { animated: true } })
    .webp({ delay: colours.map(() => 1000) })
    .toBuffer();
}
