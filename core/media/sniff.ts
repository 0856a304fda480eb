/**
 * What a file really is, from its first bytes. Names and declared types are never believed. No decoder is loaded here:
 * this goes into the API bundle, and the detector is loaded with the first file, not with the first request.
 */
import { isMediaType, type MediaType } from "./media-types.ts";

/** How much of a file's beginning is enough, in bytes: the detector's own sample size. */
export const SNIFF_BYTES = 4100;

/** Other names the detector uses for types of ours. */
const SYNONYMS: Record<string, MediaType> = { "audio/x-m4a": "audio/mp4", "audio/vnd.wave": "audio/wav" };

/**
 * The type of a file, or undefined for everything outside the allow-list (an animated PNG and a 3GP clip included).
 * `bytes`: the file or its first `SNIFF_BYTES`. An MP4 without a telling brand counts as video here; only cleaning,
 * which sees the tracks, can say that it holds sound alone.
 */
export async function sniff(bytes: Uint8Array): Promise<MediaType | undefined> {
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(bytes.subarray(0, SNIFF_BYTES));
  const type = found && (SYNONYMS[found.mime] ?? found.mime);
  return type && isMediaType(type) ? type : undefined;
}
