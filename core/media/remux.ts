/**
 * Writes a recording anew: the first picture track and the first sound track, packet for packet as they came, in a fresh
 * container with nothing else in it. No titles, places, covers, dates, track names, chapters, timecode or sensor tracks
 * can survive, because only packets and what a decoder needs are carried over. Nothing is decoded or encoded.
 * Sound data inside packets is not looked into: what an encoder wrote into its own stream stays.
 */
import { setImmediate } from "node:timers/promises";
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputAudioTrack,
  type InputFormat,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MP4,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  QTFF,
  WAVE,
  WavOutputFormat,
} from "mediabunny";
import { blankDates, brandAsAudio } from "./isobmff.ts";
import { corrupt, MediaRefused } from "./media-refused.ts";
import type { RecordingType } from "./media-types.ts";
import { MAX_PACKETS, plainIndex } from "./movie-index.ts";
import { soundFrames } from "./mp3.ts";

// It would write about a user's file to the console, past the log's allow-list.
Logging.level = LogLevel.Silent;

/** `maxSeconds`: copying stops with media_too_long once a packet ends later. Sizes in pixels, upright. */
export type RemuxLimits = { maxSeconds: number };
export type Recording = {
  bytes: Uint8Array;
  contentType: "video/mp4" | "audio/mpeg" | "audio/wav" | "audio/mp4";
  durationSeconds: number;
  /** Of the longest track. `declaredPackets`: as counted by the encoder, which only MP3 tells. */
  packets: number;
  declaredPackets?: number | undefined;
  width?: number;
  height?: number;
};
type Tracks = { video: InputVideoTrack | undefined; audio: InputAudioTrack | undefined };

type ContainerType = Exclude<RecordingType, "audio/mpeg">;
const READERS: Record<ContainerType, InputFormat[]> = {
  "video/mp4": [MP4, QTFF],
  "video/quicktime": [MP4, QTFF],
  "audio/mp4": [MP4, QTFF],
  "audio/wav": [WAVE],
};

/**
 * The recording in a new container: MP3 and WAV stay what they are, QuickTime becomes MP4, an MP4 without pictures
 * becomes M4A. Throws MediaRefused: media_type_unsupported (a codec or track the format cannot carry), media_too_long,
 * media_corrupt.
 */
export async function remux(bytes: Uint8Array, type: RecordingType, limits: RemuxLimits): Promise<Recording> {
  if (type === "audio/mpeg") return { ...soundFrames(bytes, limits), contentType: type };
  const readable = type === "audio/wav" ? bytes : plainIndex(bytes);
  using input = new Input({ formats: READERS[type], source: new BufferSource(readable) });
  try {
    const tracks: Tracks = {
      video: (await input.getVideoTracks())[0],
      audio: (await input.getAudioTracks())[0],
    };
    return await write(tracks, type, { ...limits, maxBytes: bytes.byteLength });
  } catch (cause) {
    corrupt(cause);
  }
}

async function write({ video, audio }: Tracks, type: ContainerType, limits: CopyLimits): Promise<Recording> {
  const target = new BufferTarget();
  const format = outputFormat(type);
  const output = new Output({ format, target });
  const copies = [
    ...(video ? [await addVideo(output, format, video)] : []),
    ...(audio ? [await addAudio(output, format, audio)] : []),
  ];
  if (copies.length === 0) throw new MediaRefused("media_corrupt");
  await output.start();
  const copied = await Promise.all(copies.map((copy) => copy(limits)));
  await output.finalize();
  if (!target.buffer) throw new Error("the muxer wrote nothing");
  const bytes = new Uint8Array(target.buffer);
  const size = video && { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() };
  return {
    bytes,
    contentType: finish(bytes, type, video !== undefined),
    durationSeconds: Math.max(...copied.map(({ endSeconds }) => endSeconds)),
    packets: Math.max(...copied.map(({ packets }) => packets)),
    ...size,
  };
}

function outputFormat(type: ContainerType): OutputFormat {
  return type === "audio/wav" ? new WavOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" });
}

/** What the muxer wrote of its own accord is blanked; answers the type of the result. */
function finish(bytes: Uint8Array, type: ContainerType, hasVideo: boolean): Recording["contentType"] {
  if (type === "audio/wav") return type;
  blankDates(bytes);
  if (hasVideo) return "video/mp4";
  brandAsAudio(bytes);
  return "audio/mp4";
}

type Copied = { endSeconds: number; packets: number };
/** `maxBytes` of packets: an index may point at the same bytes again and again. */
type CopyLimits = RemuxLimits & { maxBytes: number };
type Copy = (limits: CopyLimits) => Promise<Copied>;

async function addVideo(output: Output, format: OutputFormat, track: InputVideoTrack): Promise<Copy> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig || !format.getSupportedVideoCodecs().includes(codec)) {
    throw new MediaRefused("media_type_unsupported");
  }
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { transformationMatrix: await track.getTransformationMatrix() });
  return async (limits) => {
    const copied = await copy(track, limits, (packet) => source.add(packet, { decoderConfig }));
    source.close();
    return copied;
  };
}

async function addAudio(output: Output, format: OutputFormat, track: InputAudioTrack): Promise<Copy> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig || !format.getSupportedAudioCodecs().includes(codec)) {
    throw new MediaRefused("media_type_unsupported");
  }
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return async (limits) => {
    const copied = await copy(track, limits, (packet) => source.add(packet, { decoderConfig }));
    source.close();
    return copied;
  };
}

/** A few milliseconds of work. */
const PACKETS_PER_TURN = 500;

type Packet = Parameters<EncodedVideoPacketSource["add"]>[0];

async function copy(
  track: InputVideoTrack | InputAudioTrack,
  { maxSeconds, maxBytes }: CopyLimits,
  add: (packet: Packet) => Promise<void>,
): Promise<Copied> {
  let endSeconds = 0;
  let packets = 0;
  let copiedBytes = 0;
  const sink = new EncodedPacketSink(track);
  // Not by its iterator, which keeps the packets of the last second in arrays that it shifts: with many, for ever.
  for (let packet = await sink.getFirstPacket(); packet; packet = await sink.getNextPacket(packet)) {
    endSeconds = Math.max(endSeconds, packet.timestamp + packet.duration);
    packets += 1;
    copiedBytes += packet.byteLength;
    if (endSeconds > maxSeconds) throw new MediaRefused("media_too_long", maxSeconds);
    if (packets > MAX_PACKETS || copiedBytes > maxBytes) throw new MediaRefused("media_corrupt");
    await add(packet);
    // All of it is in memory, so nothing above ever waits: others would have to.
    if (packets % PACKETS_PER_TURN === 0) await setImmediate();
  }
  if (packets === 0 || !Number.isFinite(endSeconds)) throw new MediaRefused("media_corrupt");
  return { endSeconds, packets };
}
