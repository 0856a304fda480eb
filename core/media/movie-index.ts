/**
 * Prepares an MP4's index for the reader, which believes what it reads. Boxes that are not needed to find the packets
 * (titles, places, protection, lookup tables, everything unknown) are hidden from it, and the numbers in the others are
 * checked: "four billion packets" takes four bytes to write, and the reader would make room for each. Honest files are far
 * below these limits. Protected films are refused: no model could see them.
 */
import { type Box, boxes, boxesAt } from "./isobmff.ts";
import { corrupt, MediaRefused } from "./media-refused.ts";

/** Five minutes at 240 pictures a second are 72,000 packets; an hour and a half of AAC sound is 254,000. */
export const MAX_PACKETS = 300_000;
/** A phone writes two tracks and a few with sensor data. */
const MAX_TRACKS = 32;
/** To place a packet the reader adds up the sizes in its chunk: so many additions take a second, or a little more. */
const MAX_ADDITIONS = 1_000_000_000;

/** By parent: the boxes the reader may see. Those that are parents too are gone into. */
const NEEDED: Record<string, readonly string[]> = {
  file: ["ftyp", "moov", "moof", "mdat"],
  moov: ["mvhd", "trak", "mvex"],
  trak: ["tkhd", "edts", "mdia"],
  edts: ["elst"],
  mdia: ["mdhd", "hdlr", "minf"],
  minf: ["vmhd", "smhd", "dinf", "stbl"],
  stbl: ["stsd", "stts", "ctts", "stss", "stsc", "stsz", "stz2", "stco", "co64"],
  mvex: ["mehd", "trex"],
  moof: ["mfhd", "traf"],
  traf: ["tfhd", "tfdt", "trun"],
};
const REPEATED = new Set(["moof", "mdat", "trak", "trex", "traf", "trun"]);
/** The codec description may hold boxes of its own, which the reader goes into as well: none of these belongs there. */
const MISPLACED = [...Object.values(NEEDED).flat(), "pssh", "senc", "saiz", "meta", "udta"];
const PROTECTED = ["encv", "enca", "sinf"];

/**
 * A copy of the file in which everything but the needed boxes is called `free`; offsets do not change.
 * Throws MediaRefused media_corrupt for an impossible index, media_type_unsupported for a protected file.
 */
export function plainIndex(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  try {
    hideUnneeded(file, "file");
    const tables = [...boxesAt(file, ["moov", "trak", "mdia", "minf", "stbl"])];
    if (tables.length > MAX_TRACKS) throw new MediaRefused("media_corrupt");
    for (const table of tables) checkTable(file, table);
    const runs = [...boxesAt(file, ["moof", "traf", "trun"])];
    if (sum(runs.map(({ body }) => file.readUInt32BE(body + 4))) > MAX_PACKETS) {
      throw new MediaRefused("media_corrupt");
    }
    return file;
  } catch (cause) {
    corrupt(cause);
  }
}

function hideUnneeded(file: Buffer, type: string, parent?: Box): void {
  const seen = new Set<string>();
  for (const box of boxes(file, parent?.body, parent?.end)) {
    const isExpected = NEEDED[type]?.includes(box.type) && (REPEATED.has(box.type) || !seen.has(box.type));
    if (!isExpected) file.write("free", box.start + 4, "latin1");
    else if (box.type in NEEDED) hideUnneeded(file, box.type, box);
    seen.add(box.type);
  }
}

function checkTable(file: Buffer, table: Box): void {
  const find = (type: string) => boxesAt(file, [type], table).next().value;
  const description = find("stsd");
  const inside = description ? file.subarray(description.body, description.end) : Buffer.alloc(0);
  if (PROTECTED.some((type) => inside.includes(type))) throw new MediaRefused("media_type_unsupported");
  if (MISPLACED.some((type) => inside.includes(type))) throw new MediaRefused("media_corrupt");

  const timed = sum(column(file, find("stts"), 2, 0));
  const moved = sum(column(file, find("ctts"), 2, 0));
  // Without reordering, a million equal steps are one row to the reader too.
  if (find("ctts") && Math.max(timed, moved) > MAX_PACKETS) throw new MediaRefused("media_corrupt");

  const sizes = find("stsz") ?? find("stz2");
  const count = sizes ? file.readUInt32BE(sizes.body + 8) : 0;
  const isListed = sizes?.type === "stz2" || (sizes && file.readUInt32BE(sizes.body + 4) === 0);
  const perChunk = column(file, find("stsc"), 3, 1).reduce((most, number) => Math.max(most, number), 0);
  if (isListed && (count > MAX_PACKETS || perChunk > count || count * perChunk > MAX_ADDITIONS)) {
    throw new MediaRefused("media_corrupt");
  }
}

/** One column of a table box: version and flags, the number of rows, then rows of `width` 32-bit numbers. */
function column(file: Buffer, box: Box | undefined, width: number, place: number): number[] {
  if (!box) return [];
  const count = file.readUInt32BE(box.body + 4);
  if (box.body + 8 + count * width * 4 > box.end) throw new RangeError("table longer than its box");
  return Array.from({ length: count }, (_, row) =>
    file.readUInt32BE(box.body + 8 + (row * width + place) * 4),
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
