/**
 * Media that come with a request: a data URL, an address that the sandbox fetches (as MiniMax would), or an uploaded
 * file. Checked against the published limits; what metadata was left in them is noted for the inspection page.
 */
import sharp from "sharp";
import { type Sandbox, sha256 } from "./context.ts";
import { wrong } from "./error.ts";
import type { InputTrace } from "./store.ts";

interface ImageRules {
  formats: readonly string[];
  maxBytes: number;
  /** Pixels of the shorter and longer side, and the bounds of width divided by height. */
  minSide: number;
  maxSide: number;
  aspect?: readonly [number, number];
}

const MB = 1_000_000;
export const V1_VIDEO_IMAGE: ImageRules = {
  formats: ["jpeg", "png", "webp"],
  maxBytes: 20 * MB,
  minSide: 301,
  maxSide: Number.POSITIVE_INFINITY,
  aspect: [0.4, 2.5],
};
export const V2_IMAGE: ImageRules = {
  formats: ["jpeg", "png", "webp", "heif"],
  maxBytes: 30 * MB,
  minSide: 256,
  maxSide: 5760,
  aspect: [0.4, 2.5],
};
export const PORTRAIT: ImageRules = {
  formats: ["jpeg", "png"],
  maxBytes: 10 * MB,
  minSide: 1,
  maxSide: Number.POSITIVE_INFINITY,
};

export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
  trace: InputTrace;
}

/** The bytes behind a data URL, an http(s) address or `mm_file://` id; 2013 when there are none. */
export async function fetchMedia(
  sandbox: Sandbox,
  reference: string,
  field: string,
  maxBytes: number,
): Promise<Buffer> {
  const bytes = await bytesOf(sandbox, reference, field);
  if (bytes.length === 0 || bytes.length > maxBytes) throw wrong(`${field}: size of media exceeds the limit`);
  return bytes;
}

async function bytesOf(sandbox: Sandbox, reference: string, field: string): Promise<Buffer> {
  // Only the head is matched: a pattern over the twenty megabytes behind it would block everybody.
  const head = /^data:[\w/+.-]+;base64,/.exec(reference.slice(0, 100))?.[0];
  if (head) return Buffer.from(reference.slice(head.length), "base64");
  const uploaded = /^mm_file:\/\/(\d+)$/.exec(reference);
  if (uploaded) {
    const file = sandbox.store.files.get(uploaded[1] ?? "");
    if (file?.purpose !== "video_generation_input" || file.deletedAt !== null)
      throw wrong(`${field}: file not found`);
    return sandbox.store.read(file.blob);
  }
  if (!/^https?:\/\//.test(reference)) throw wrong(`${field}: neither a public URL nor a data URL`);
  const answer = await fetch(reference, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
  if (!answer?.ok) throw wrong(`${field}: download failed`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Fetches and checks one picture. */
export async function readPicture(
  sandbox: Sandbox,
  reference: string,
  field: string,
  rules: ImageRules,
): Promise<Picture> {
  const bytes = await fetchMedia(sandbox, reference, field, rules.maxBytes);
  const facts = await sharp(bytes)
    .metadata()
    .catch(() => undefined);
  if (!facts || !rules.formats.includes(facts.format)) throw wrong(`${field}: image format not supported`);
  const { width, height } = facts.autoOrient;
  if (Math.min(width, height) < rules.minSide || Math.max(width, height) > rules.maxSide)
    throw wrong(`${field}: image size out of range`);
  const [low, high] = rules.aspect ?? [0, Number.POSITIVE_INFINITY];
  if (width / height < low || width / height > high) throw wrong(`${field}: image aspect ratio out of range`);
  const metadata = (["exif", "iptc", "xmp", "icc"] as const).filter((kind) => facts[kind] !== undefined);
  return { bytes, width, height, trace: traceOf("image", bytes, metadata) };
}

/** What is noted of an input. */
export const traceOf = (
  kind: InputTrace["kind"],
  bytes: Uint8Array,
  metadata: string[] = [],
): InputTrace => ({
  kind,
  bytes: bytes.length,
  sha256: sha256(bytes),
  metadata,
});
