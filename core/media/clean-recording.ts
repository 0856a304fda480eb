/**
 * Cleaning of sound and video: the file is checked to be whole, then written anew without anything but its packets
 * (remux.ts). Readers of these formats shrug at a file that is cut short; the checks here do not, since a voice sample or
 * a clip that silently ends early would be paid for by the user.
 */
import { corrupt, MediaRefused } from "./media-refused.ts";
import { isImageType, MAX_DURATION_SECONDS, MAX_PIXELS, type RecordingType } from "./media-types.ts";
import { type Recording, remux } from "./remux.ts";
import { sniff } from "./sniff.ts";

export type CleanRecording = Omit<Recording, "packets" | "declaredPackets">;

/** Encoders let the last packet stick out: a recording of exactly five minutes is a little longer than that. */
const TOLERANCE_SECONDS = 0.5;
/** Editors that cut an MP3 may leave the old count behind: only below this share is it called cut short. */
const WHOLE = 0.95;

/**
 * Cleans one recording without touching its packets; the container's metadata is gone. `contentType` is what the file
 * holds: QuickTime comes out as video/mp4, an MP4 of sound alone as audio/mp4. Duration in seconds, sizes in pixels.
 * Throws MediaRefused: media_empty, media_type_unsupported (container or codec), media_corrupt (cut short included),
 * media_too_long (`longest`, in seconds), media_too_many_pixels (limit in megapixels).
 */
export async function cleanRecording(
  bytes: Uint8Array,
  longest: number = MAX_DURATION_SECONDS,
): Promise<CleanRecording> {
  if (bytes.byteLength === 0) throw new MediaRefused("media_empty");
  const type = await sniff(bytes);
  if (!type || isImageType(type)) throw new MediaRefused("media_type_unsupported");
  checkWhole(bytes, type);
  const maxSeconds = longest + TOLERANCE_SECONDS;
  const written = await remux(bytes, type, { maxSeconds }).catch(showLimit(longest));
  const { packets, declaredPackets = 0, ...recording } = written;
  if (packets < declaredPackets * WHOLE) throw new MediaRefused("media_corrupt");
  const { width = 0, height = 0 } = recording;
  if (width * height > MAX_PIXELS) throw new MediaRefused("media_too_many_pixels", MAX_PIXELS / 1_000_000);
  return recording;
}

const showLimit =
  (longest: number) =>
  (error: unknown): never => {
    if (!(error instanceof MediaRefused) || error.code !== "media_too_long") throw error;
    throw new MediaRefused("media_too_long", longest);
  };

/** Refuses a WAV whose own lengths reach past its end; boxes are looked at by movie-index.ts, MP3 has no lengths. */
function checkWhole(bytes: Uint8Array, type: RecordingType): void {
  if (type !== "audio/wav") return;
  try {
    checkWav(bytes);
  } catch (cause) {
    corrupt(cause);
  }
}

/** A program that streams its WAV does not know the length and writes all ones, or nothing. */
const UNKNOWN_LENGTHS = [0, 0xffff_ffff];
/** Whole numbers, floats, A-law, mu-law, and "see the extension", which names one of these. */
const WAV_FORMATS = [1, 3, 6, 7, 0xfffe];

function checkWav(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString("latin1", at, at + 4);
    const length = file.readUInt32LE(at + 4);
    if (id === "fmt " && !WAV_FORMATS.includes(file.readUInt16LE(at + 8))) {
      throw new MediaRefused("media_type_unsupported");
    }
    if (id === "data" && UNKNOWN_LENGTHS.includes(length)) return;
    at += 8 + length;
    if (at > file.length) throw new MediaRefused("media_corrupt");
    at += at & 1;
  }
}
