/**
 * The marks on everything a model made, put on before a user can have the file (AI Act, article 50(2)): first every other
 * word in the file is removed, then an XMP packet says "made by a model" (xmp.ts), then a C2PA manifest says it again under
 * a signature that covers the whole file (c2pa.ts). Neither mark holds a prompt, a name or an id; pixels and packets are
 * not touched.
 */
import sharp from "sharp";
import { readManifest, type Signer, signManifest } from "./c2pa.ts";
import type { Mark } from "./c2pa-worker.ts";
import { cleanImage } from "./clean-image.ts";
import { corrupt } from "./media-refused.ts";
import { isImageType, MAX_OUTPUT_SECONDS, type MarkableType } from "./media-types.ts";
import { remux } from "./remux.ts";
import { stripImage } from "./strip-image.ts";
import { addXmp } from "./xmp.ts";

const MARKABLE: Record<MarkableType, true> = {
  "image/jpeg": true,
  "image/png": true,
  "image/webp": true,
  "video/mp4": true,
  "audio/mp4": true,
  "audio/mpeg": true,
  "audio/wav": true,
};
const isMarkable = (type: string): type is MarkableType => Object.hasOwn(MARKABLE, type);

/** Signing holds about five copies of the file in memory. */
const MAX_BYTES = 200_000_000;
/**
 * The file with both marks. `contentType` is what the bytes are (MARKABLE). Throws MediaRefused for a file that cannot be
 * read, and a plain Error when the type cannot be marked or the finished mark does not read back as valid: then nothing may
 * be delivered.
 */
export async function mark(bytes: Uint8Array, contentType: string, signer: Signer): Promise<Uint8Array> {
  if (!isMarkable(contentType)) throw new Error("this type of file cannot be marked");
  if (bytes.byteLength > MAX_BYTES) throw new Error("this file is too large to be marked");
  const bare = await strip(bytes, contentType);
  const marked = await signManifest(addXmp(bare, contentType), contentType, signer);
  const found = await readMark(marked, contentType);
  if (!found?.valid) throw new Error("the mark does not read back as valid");
  return marked;
}

/**
 * The C2PA mark of a file, or undefined when it has none. A file changed after signing has `valid: false`. Nothing is
 * fetched: a manifest kept elsewhere on the web counts as none.
 */
export async function readMark(bytes: Uint8Array, contentType: string): Promise<Mark | undefined> {
  return readManifest(bytes, contentType);
}

async function strip(bytes: Uint8Array, type: MarkableType): Promise<Uint8Array> {
  if (!isImageType(type)) return (await remux(bytes, type, { maxSeconds: MAX_OUTPUT_SECONDS })).bytes;
  const { orientation = 1 } = await sharp(bytes).metadata().catch(corrupt);
  // A picture that only its metadata turns upright has to be turned for real before that is removed.
  return stripImage(orientation === 1 ? bytes : (await cleanImage(bytes)).bytes, type);
}
