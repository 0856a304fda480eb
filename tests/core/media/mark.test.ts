import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initSync, WasmReader } from "@contentauth/c2pa-wasm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Signer } from "../../../core/media/c2pa.ts";
import { boxesAt } from "../../../core/media/isobmff.ts";
import { mark, readMark } from "../../../core/media/mark.ts";
import { isImageType, type MarkableType } from "../../../core/media/media-types.ts";
import { chunks } from "../../../core/media/riff.ts";
import { localSigner } from "../../../functions/host/certificate.ts";
import {
  CANARY,
  FAST_START,
  FRAGMENTED,
  film,
  fingerprints,
  has,
  insertPng,
  m4a,
  mp3,
  photo,
  pixels,
  pngChunk,
  tagsOf,
  wav,
  withComment,
  withTraces,
} from "./samples.ts";

const MADE_BY_A_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

let folder: string;
let signer: Signer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pix2clip-"));
  signer = await localSigner(folder);
  const wasm = new URL(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"));
  initSync({ module: await readFile(wasm) });
});
afterAll(() => rm(folder, { recursive: true }));

type Sample = [string, MarkableType, () => Promise<Buffer>];
const SAMPLES: Sample[] = [
  [
    "a JPEG",
    "image/jpeg",
    async () => withComment(await withTraces(photo(320, 240)).jpeg().toBuffer(), CANARY),
  ],
  [
    "a JPEG in passes",
    "image/jpeg",
    () => withTraces(photo(320, 240)).jpeg({ progressive: true }).toBuffer(),
  ],
  ["a PNG", "image/png", async () => insertPng(await withTraces(photo(320, 240)).png().toBuffer(), words())],
  ["a WebP", "image/webp", () => photo(321, 243).webp().toBuffer()],
  ["a WebP with metadata", "image/webp", () => withTraces(photo(320, 240)).webp().toBuffer()],
  ["a lossless WebP", "image/webp", () => photo(321, 243).webp({ lossless: true }).toBuffer()],
  ["a clear WebP", "image/webp", () => photo(320, 240).ensureAlpha(0.5).webp({ lossless: true }).toBuffer()],
  ["an MP4", "video/mp4", () => film()],
  ["an MP4 with its index first", "video/mp4", () => film(FAST_START)],
  ["a fragmented MP4", "video/mp4", () => film(FRAGMENTED)],
  ["an M4A", "audio/mp4", () => m4a()],
  ["an MP3", "audio/mpeg", () => mp3()],
  ["a WAV", "audio/wav", () => wav()],
];
const words = () => pngChunk("tEXt", Buffer.from(`prompt\0${CANARY}`));

const count = (bytes: Uint8Array, sign: string) =>
  Buffer.from(bytes).toString("latin1").split(sign).length - 1;

/** The whole manifest store, as the reference library reads it; `root` is trusted when given. */
async function manifestStore(bytes: Uint8Array, type: MarkableType, root?: string) {
  const trust = root ? { trust: { trust_anchors: root }, verify: { verify_trust: true } } : {};
  using reader = await WasmReader.fromBytes(type, bytes, JSON.stringify(trust));
  return JSON.parse(reader.json());
}

describe.each(SAMPLES)("%s, once marked", (_, type, make) => {
  let original: Buffer;
  let marked: Uint8Array;
  beforeAll(async () => {
    original = await make();
    marked = await mark(original, type, signer);
  });

  test("reads back as made by a model, under a valid signature", async () => {
    expect(await readMark(marked, type)).toEqual({
      digitalSourceType: MADE_BY_A_MODEL,
      valid: true,
      issuer: "Pix2Clip local",
    });
  });

  test("says so in XMP too, once, where readers of the format look", async () => {
    const packet = await xmpOf(marked, type);
    expect(packet).toContain(
      `<Iptc4xmpExt:DigitalSourceType>${MADE_BY_A_MODEL}</Iptc4xmpExt:DigitalSourceType>`,
    );
    expect(count(marked, "<?xpacket begin")).toBe(1);
  });

  test("shows the same pixels and plays the same packets", async () => {
    if (isImageType(type)) {
      expect(Buffer.compare(await pixels(marked), await pixels(original))).toBe(0);
    } else {
      expect(await fingerprints(marked, type, true)).toEqual(await fingerprints(original, type, true));
      expect(await fingerprints(marked, type, false)).toEqual(await fingerprints(original, type, false));
    }
  });

  test("holds nothing that stood in the file before, and names no one", async () => {
    expect(has(marked, CANARY)).toBe(false);
    const store = await manifestStore(marked, type);
    expect(Object.keys(store.manifests)).toHaveLength(1);
    const manifest = store.manifests[store.active_manifest];
    // Besides the hash that ties the manifest to the file, it says one thing.
    const labels: string[] = manifest.assertions.map(({ label }: { label: string }) => label);
    expect(labels.filter((label) => !label.startsWith("c2pa.hash."))).toEqual(["c2pa.actions.v2"]);
    expect(manifest.assertions[0].data.actions).toEqual([
      { action: "c2pa.created", digitalSourceType: MADE_BY_A_MODEL },
    ]);
    expect(manifest.claim_generator_info[0].name).toBe("Pix2Clip");
    expect(manifest).not.toHaveProperty("title");
    expect(manifest.ingredients ?? []).toEqual([]);
  });

  test("is no longer valid after one bit has changed, anywhere", async () => {
    const inXmp = Buffer.from(marked).indexOf("trainedAlgorithmicMedia");
    for (const at of [inXmp, Math.floor(marked.byteLength / 2), Math.floor(marked.byteLength * 0.9)]) {
      const changed = Uint8Array.from(marked);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await readMark(changed, type))?.valid).not.toBe(true);
    }
  });
});

/** The packet, found by another reader than the writer: libvips, ffmpeg, or a walk over the container. */
async function xmpOf(bytes: Uint8Array, type: MarkableType): Promise<string> {
  const text = (part: Uint8Array | undefined) => Buffer.from(part ?? []).toString();
  if (isImageType(type)) return text((await sharp(bytes).metadata()).xmp);
  if (type === "audio/wav") return text([...chunks(bytes)].find(({ id }) => id === "_PMX")?.body);
  if (type === "audio/mpeg") {
    expect(await tagsOf(bytes, type)).toContain(`DigitalSourceType=${MADE_BY_A_MODEL}`);
    const from = Buffer.from(bytes).indexOf("PRIV");
    const size = [4, 5, 6, 7].reduce((sum, place) => sum * 128 + (bytes[from + place] ?? 0), 0);
    return text(bytes.subarray(from + 10, from + 10 + size));
  }
  const id = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
  const box = [...boxesAt(bytes, ["uuid"])].find(({ body }) => id.equals(bytes.subarray(body, body + 16)));
  return text(box && bytes.subarray(box.body + 16, box.end));
}

describe("marking", () => {
  test("a file that is marked already carries one mark afterwards", async () => {
    for (const [type, make] of [
      ["image/png", photo(80, 80).png()],
      ["image/webp", photo(80, 80).webp()],
    ] as const) {
      const twice = await mark(await mark(await make.toBuffer(), type, signer), type, signer);
      expect(count(twice, "<?xpacket begin")).toBe(1);
      expect(Object.keys((await manifestStore(twice, type)).manifests)).toHaveLength(1);
    }
    const sound = await mp3();
    const twice = await mark(await mark(sound, "audio/mpeg", signer), "audio/mpeg", signer);
    expect(count(twice, "<?xpacket begin")).toBe(1);
    expect(await fingerprints(twice, "audio/mpeg", true)).toEqual(
      await fingerprints(sound, "audio/mpeg", true),
    );
  });

  test("a picture that only its metadata turns upright stays upright", async () => {
    const marked = await mark(await withTraces(photo(300, 200), 6).jpeg().toBuffer(), "image/jpeg", signer);
    expect(await sharp(marked).metadata()).toMatchObject({ width: 200, height: 300 });
  });

  test("many files at once are each marked rightly", async () => {
    const shades = Array.from({ length: 8 }, (_, index) => index * 30);
    const made = await Promise.all(
      shades.map(async (shade) => {
        const background = { r: shade, g: 0, b: 0 };
        const png = await sharp({ create: { width: 80, height: 80, channels: 3, background } })
          .png()
          .toBuffer();
        return mark(png, "image/png", signer);
      }),
    );
    for (const [index, marked] of made.entries()) {
      expect((await readMark(marked, "image/png"))?.valid).toBe(true);
      expect((await pixels(marked))[0]).toBe(shades[index]);
    }
  });

  test("large files do not use up the signer: the next one is marked as well", async () => {
    const long = await wav(290);
    for (let round = 0; round < 3; round += 1) {
      expect((await readMark(await mark(long, "audio/wav", signer), "audio/wav"))?.valid).toBe(true);
    }
  });

  test("with a key that is not the certificate's, nothing is delivered", async () => {
    const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const privateKey = stranger.export({ type: "pkcs8", format: "pem" }).toString();
    const png = await photo(80, 80).png().toBuffer();
    await expect(mark(png, "image/png", { ...signer, privateKey })).rejects.toThrow();
    expect((await readMark(await mark(png, "image/png", signer), "image/png"))?.valid).toBe(true);
  });

  test.each([
    [
      "a picture cut short",
      "image/jpeg",
      async () => (await photo(300, 200).jpeg().toBuffer()).subarray(0, 5000),
    ],
    [
      "a WebP cut short",
      "image/webp",
      async () => (await photo(300, 200).webp().toBuffer()).subarray(0, 5000),
    ],
    ["a film without an index", "video/mp4", async () => (await film()).subarray(0, 20_000)],
    ["words", "audio/mpeg", async () => Buffer.from("no sound at all")],
  ])("%s cannot be marked", async (_, type, make) => {
    await expect(mark(await make(), type, signer)).rejects.toMatchObject({ code: "media_corrupt" });
  });

  test("a type that cannot carry both marks is refused", async () => {
    await expect(mark(Buffer.from("x"), "application/pdf", signer)).rejects.toThrow("cannot be marked");
  });

  test("a file without a mark has none, and so has something that is no file", async () => {
    expect(await readMark(await photo(80, 80).png().toBuffer(), "image/png")).toBeUndefined();
    expect(await readMark(await film(), "video/mp4")).toBeUndefined();
    expect(await readMark(Buffer.from("words"), "image/png")).toBeUndefined();
    expect(await readMark(Buffer.from("words"), "text/plain")).toBeUndefined();
  });

  test("whoever trusts our root sees a trusted mark", async () => {
    const marked = await mark(await photo(80, 80).png().toBuffer(), "image/png", signer);
    const root = await readFile(join(folder, "root.pem"), "utf8");
    expect((await manifestStore(marked, "image/png")).validation_state).toBe("Valid");
    expect((await manifestStore(marked, "image/png", root)).validation_state).toBe("Trusted");
  });
});
