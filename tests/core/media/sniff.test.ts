import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { MAX_SIDE, MEDIA_TYPES } from "../../../core/media/media-types.ts";
import { SNIFF_BYTES, sniff } from "../../../core/media/sniff.ts";
import { FAST_START, FRAGMENTED, film, m4a, mp3, photo, wav, webm } from "./samples.ts";

const start = (bytes: Uint8Array) => bytes.subarray(0, SNIFF_BYTES);

describe("the type of a file", () => {
  test.each([
    ["image/jpeg", () => photo(80, 80).jpeg().toBuffer()],
    ["image/png", () => photo(80, 80).png().toBuffer()],
    ["image/webp", () => photo(80, 80).webp().toBuffer()],
    ["video/mp4", () => film()],
    ["video/mp4", () => film(FAST_START)],
    ["video/mp4", () => film(FRAGMENTED)],
    ["video/quicktime", () => film([], "film.mov")],
    ["audio/mpeg", () => mp3()],
    ["audio/wav", () => wav()],
    ["audio/mp4", () => m4a()],
  ])("%s is recognised by its first bytes alone", async (type, make) => {
    expect(await sniff(start(await make()))).toBe(type);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from([0xff])],
    ["a text", Buffer.from("This is not a picture, whatever it is called.")],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a drawing with script", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ["a GIF", Buffer.from("R0lGODlhAQABAAAAACw=", "base64")],
    ["a PDF", Buffer.from("%PDF-1.7\n")],
    ["a ZIP", Buffer.from("504b0304140000000000", "hex")],
    ["an HEIC picture", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
    ["a 3GP clip", Buffer.from("\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4", "latin1")],
  ])("%s is none of ours", async (_, bytes) => {
    expect(await sniff(bytes)).toBeUndefined();
  });

  test("a WebM film is none of ours", async () => expect(await sniff(start(await webm()))).toBeUndefined());

  test("an MP3 is recognised behind a cover picture larger than the sample", async () => {
    const cover = Buffer.alloc(100_000);
    const size = [0, 6, 13, 32]; // 100,000 in four times seven bits
    const tag = Buffer.concat([Buffer.from("ID3\x04\0\0", "latin1"), Buffer.from(size), cover]);
    expect(await sniff(start(Buffer.concat([tag, await mp3()])))).toBe("audio/mpeg");
  });
});

test("looking at a type loads no decoder, so the API bundle stays light", async () => {
  const { metafile } = await build({
    entryPoints: ["core/media/sniff.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs).join("\n");
  expect(inputs).toContain("file-type");
  expect(inputs).not.toMatch(/sharp|mediabunny|c2pa/);
});

test("every type has a limit and an extension of its own", () => {
  const rules = Object.values(MEDIA_TYPES);
  expect(new Set(rules.map(({ extension }) => extension)).size).toBe(8);
  expect(rules.every(({ maxBytes }) => maxBytes <= 50_000_000)).toBe(true);
  expect(MAX_SIDE).toBeLessThan(16_384);
});
