/**
 * MP3 files down to their sound frames (ISO/IEC 11172-3 and 13818-3, layer III). Tags of every kind (ID3 at the start and
 * end, APE, Lyrics3) stand outside frames, so what is not a frame is dropped without having to be understood. The frames
 * stay as they are, the first one too, which holds no sound but tells players how much silence the encoder added.
 */
import { MediaRefused } from "./media-refused.ts";

/** `packets`: sound frames found. `declaredPackets`: how many the encoder wrote, when the file says so. */
export type SoundFrames = {
  bytes: Uint8Array;
  durationSeconds: number;
  packets: number;
  declaredPackets: number | undefined;
};

/** `kind` is what must not change within a file: version, layer and sampling rate. */
type Frame = { at: number; length: number; seconds: number; kind: number };

/** In kbit/s by index, for version 1 and for the low sampling rates of versions 2 and 2.5. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000];
/** By the two version bits: 2.5, reserved, 2, 1. */
const RATE_DIVISORS = [4, 0, 2, 1];
/** Where a frame header says version, layer and sampling rate. */
const KIND_BITS = 0x001e_0c00;
/** So many frames in a row are needed to believe that a pattern of bits is sound and not part of a picture in a tag. */
const FRAMES_TO_BELIEVE = 3;

/** The frames alone. Throws MediaRefused: media_corrupt without any, media_too_long above `maxSeconds`. */
export function soundFrames(bytes: Uint8Array, { maxSeconds }: { maxSeconds: number }): SoundFrames {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Buffer[] = [];
  let durationSeconds = 0;
  let declaredPackets: number | undefined;
  let header = 0;
  let kind: number | undefined;
  for (let frame = nextRun(file, afterTag(file), kind); frame; frame = following(file, frame)) {
    kind = frame.kind;
    const body = file.subarray(frame.at, frame.at + frame.length);
    const info = frames.length === 0 ? infoTag(body) : undefined;
    frames.push(info ? info.bare : body);
    if (info) {
      declaredPackets = info.frames;
      header = 1;
    } else durationSeconds += frame.seconds;
    if (durationSeconds > maxSeconds) throw new MediaRefused("media_too_long", maxSeconds);
  }
  const packets = frames.length - header;
  if (packets <= 0) throw new MediaRefused("media_corrupt");
  return { bytes: Buffer.concat(frames), durationSeconds, packets, declaredPackets };
}

/** The end of an ID3v2 tag, or 0: only a shortcut past its cover picture. */
function afterTag(file: Buffer): number {
  if (file.length < 10 || file.toString("latin1", 0, 3) !== "ID3") return 0;
  return 10 + file.subarray(6, 10).reduce((size, septet) => size * 128 + (septet & 127), 0);
}

/** The frame right behind, or after something that is none. */
function following(file: Buffer, frame: Frame): Frame | undefined {
  const next = frameAt(file, frame.at + frame.length);
  return next?.kind === frame.kind ? next : nextRun(file, frame.at + frame.length, frame.kind);
}

/** The first frame at or after `from` that others follow. */
function nextRun(file: Buffer, from: number, kind: number | undefined): Frame | undefined {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const frame = frameAt(file, at);
    if (frame && (kind === undefined || kind === frame.kind) && isRun(file, frame)) return frame;
  }
  return undefined;
}

function isRun(file: Buffer, first: Frame): boolean {
  let frame: Frame | undefined = first;
  for (let count = 1; frame && count < FRAMES_TO_BELIEVE; count += 1) {
    frame = frameAt(file, frame.at + frame.length);
    if (frame?.kind !== first.kind) return false;
  }
  return true;
}

/** The frame at a place, or undefined where there is none or it is cut short. */
function frameAt(file: Buffer, at: number): Frame | undefined {
  if (at + 4 > file.length) return undefined;
  const bits = file.readUInt32BE(at);
  const isLayer3 = bits >>> 21 === 0x7ff && ((bits >>> 17) & 3) === 1;
  const divisor = RATE_DIVISORS[(bits >>> 19) & 3];
  const bitrate = BITRATES[divisor === 1 ? 0 : 1][(bits >>> 12) & 15];
  const baseRate = SAMPLE_RATES[(bits >>> 10) & 3];
  if (!isLayer3 || !divisor || !bitrate || !baseRate) return undefined;
  const rate = baseRate / divisor;
  const samples = divisor === 1 ? 1152 : 576;
  const length = Math.floor(((samples / 8) * bitrate * 1000) / rate) + ((bits >>> 9) & 1);
  if (at + length > file.length) return undefined;
  return { at, length, seconds: samples / rate, kind: bits & KIND_BITS };
}

/** Parts of the Xing tag by flag bit, in bytes; then the 36 bytes of LAME's. */
const XING_PARTS = [4, 4, 100, 4];
const LAME_BYTES = 36;

/** The first frame as an index of the others, with whatever stands behind the index blanked; undefined for sound. */
function infoTag(frame: Buffer): { frames: number | undefined; bare: Buffer } | undefined {
  const head = frame.subarray(0, 48).toString("latin1"); // side information before it takes up to 36 bytes
  const at = Math.max(head.indexOf("Xing"), head.indexOf("Info"));
  if (at < 0 || at + 12 > frame.length) return undefined;
  const flags = frame.readUInt32BE(at + 4);
  const parts = XING_PARTS.reduce((sum, size, bit) => sum + ((flags >> bit) & 1) * size, 0);
  const bare = Buffer.from(frame).fill(0, Math.min(at + 8 + parts + LAME_BYTES, frame.length));
  return { frames: flags & 1 ? frame.readUInt32BE(at + 8) : undefined, bare };
}
