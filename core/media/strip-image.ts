/**
 * Removes everything but the picture from a JPEG, PNG or WebP without touching its pixels: what a model wrote beside them
 * (prompt, seed, job id, its own marks) must not reach the user's file. What is needed to show the pixels right stays:
 * colour profile, gamma, transparency, density. Lists what is kept, so an unknown block is dropped.
 */
import { corrupt } from "./media-refused.ts";
import type { ImageType } from "./media-types.ts";
import { chunks, riff } from "./riff.ts";

/** The same picture alone. Throws MediaRefused media_corrupt when the file is cut short or not of that type. */
export function stripImage(bytes: Uint8Array, type: ImageType): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (type === "image/jpeg") return stripJpeg(file);
    return type === "image/png" ? stripPng(file) : stripWebp(file);
  } catch (cause) {
    corrupt(cause);
  }
}

const PNG_SIGNATURE_BYTES = 8;
const PNG_KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split(" "),
);

function stripPng(file: Buffer): Uint8Array {
  const kept = [file.subarray(0, PNG_SIGNATURE_BYTES)];
  for (let at = PNG_SIGNATURE_BYTES; ; ) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) throw new RangeError("chunk reaches past the end");
    const type = file.toString("latin1", at + 4, at + 8);
    if (PNG_KEPT.has(type)) kept.push(file.subarray(at, end));
    if (type === "IEND") return Buffer.concat(kept);
    at = end;
  }
}

const [SOI, EOI, SOS, APP0, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe2, 0xee, 0xef, 0xfe];

/** Copies segment by segment to the end marker; further pictures or bytes after it are left behind. */
function stripJpeg(file: Buffer): Uint8Array {
  if (file.readUInt16BE(0) !== (0xff00 | SOI)) throw new RangeError("no start marker");
  const kept = [file.subarray(0, 2)];
  for (let at = 2; ; ) {
    if (file.readUInt8(at) !== 0xff) throw new RangeError("no marker where one must be");
    const marker = file.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === EOI) return Buffer.concat([...kept, file.subarray(at, at + 2)]);
    let end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length) throw new RangeError("segment reaches past the end");
    if (marker === SOS) end = endOfScan(file, end);
    if (keepsSegment(marker, file.subarray(at + 4, end))) kept.push(file.subarray(at, end));
    at = end;
  }
}

function keepsSegment(marker: number, body: Buffer): boolean {
  if (marker === APP0) return body.toString("latin1", 0, 5) === "JFIF\0";
  if (marker === APP2) return body.toString("latin1", 0, 12) === "ICC_PROFILE\0";
  if (marker === APP14) return body.toString("latin1", 0, 5) === "Adobe"; // tells how colours are stored
  return marker !== COM && (marker < APP0 || marker > APP15);
}

/** Where the next marker begins: in a scan, FF is followed by 00 (data) or D0 to D7 (restart) unless it ends there. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new RangeError("scan without an end");
}

const WEBP_KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** Bits of the first byte of VP8X that say "Exif inside" and "XMP inside" (RFC 9649, section 2.7). */
const WEBP_METADATA_BITS = 0b0000_1100;

function stripWebp(file: Buffer): Uint8Array {
  const kept = [...chunks(file)].filter(({ id }) => WEBP_KEPT.has(id));
  if (!kept.some(({ id }) => id.startsWith("VP8") || id === "ANMF"))
    throw new RangeError("no picture inside");
  return riff(
    "WEBP",
    kept.map(({ id, body }) => (id === "VP8X" ? { id, body: withoutMetadataBits(body) } : { id, body })),
  );
}

function withoutMetadataBits(header: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(header);
  copy[0] = (copy[0] ?? 0) & ~WEBP_METADATA_BITS;
  return copy;
}
