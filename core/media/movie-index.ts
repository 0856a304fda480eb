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
/**
 * A phone writes a fragment for each second or for ten, or none; a browser's recorder (W3C MediaStream Recording, timeslice)
 * that is asked for a piece every 50 ms writes 6,000 in five minutes, or as many for each of two tracks.
 */
const MAX_FRAGMENTS = 12_000;
/** In the whole file: a fragment of two tracks is eleven boxes with its data. */
const MAX_BOXES = 150_000;
/**
 * Of all tables in all tracks. With 72,000 packets of pictures, each with a row of its own in all five tables, and with
 * 254,000 of sound, listed by size and place, there are 868,000.
 */
const MAX_ROWS = 1_000_000;
/** Names of codecs and their parameters: a few hundred bytes, and a colour profile at the most. */
const MAX_DESCRIPTION_BYTES = 1_000_000;
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

/** Four-byte numbers in a row of each table that has rows. Sizes are counted with their own header. */
const ROW_WIDTHS: Record<string, number> = { elst: 3, stts: 2, ctts: 2, stss: 1, stsc: 3, stco: 1, co64: 2 };

/**
 * A copy of the file in which everything but the needed boxes is called `free`; offsets do not change.
 * Throws MediaRefused media_corrupt for an impossible index, media_type_unsupported for a protected file.
 */
export function plainIndex(bytes: Uint8Array): Uint8Array {
  try {
    refuseCrowd(bytes);
    const file = Buffer.from(bytes);
    hideUnneeded(file, "file");
    // Often written last, so it is what a file that was cut short lacks.
    if (boxesAt(file, ["moov"]).next().done) throw new MediaRefused("media_corrupt");
    const tables = [...boxesAt(file, ["moov", "trak", "mdia", "minf", "stbl"])];
    if (tables.length > MAX_TRACKS) throw new MediaRefused("media_corrupt");
    const edits = [...boxesAt(file, ["moov", "trak", "edts", "elst"])];
    const all = [...edits, ...tables.flatMap((table) => [...boxes(file, table.body, table.end)])];
    if (sum(all.map((box) => rowsOf(file, box))) > MAX_ROWS) throw new MediaRefused("media_corrupt");
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

/** Counts the boxes before anything is done with them: eight bytes make one, fifty megabytes six million. */
function refuseCrowd(bytes: Uint8Array): void {
  const parents: { type: string; box?: Box }[] = [{ type: "file" }];
  let count = 0;
  let fragments = 0;
  for (let parent = parents.pop(); parent; parent = parents.pop()) {
    for (const box of boxes(bytes, parent.box?.body, parent.box?.end)) {
      count += 1;
      if (box.type === "moof") fragments += 1;
      if (count > MAX_BOXES || fragments > MAX_FRAGMENTS) throw new MediaRefused("media_corrupt");
      if (box.type in NEEDED && NEEDED[parent.type]?.includes(box.type))
        parents.push({ type: box.type, box });
    }
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

/** How many rows a table claims to have; none for what is no table. Throws RangeError when they do not fit into its box. */
function rowsOf(file: Buffer, box: Box): number {
  if (box.type === "stsz" || box.type === "stz2") return isListed(file, box) ? countSizes(file, box) : 0;
  const width = ROW_WIDTHS[box.type];
  if (width === undefined) return 0;
  const count = file.readUInt32BE(box.body + 4);
  const rowBytes = box.type === "elst" && file[box.body] === 1 ? 20 : width * 4;
  if (box.body + 8 + count * rowBytes > box.end) throw new RangeError("table longer than its box");
  return count;
}

/** False when one size holds for every packet. */
const isListed = (file: Buffer, sizes: Box) =>
  sizes.type === "stz2" || file.readUInt32BE(sizes.body + 4) === 0;

/** Packets in a list of sizes. Throws RangeError when the list, or the packets together, are more than there is. */
function countSizes(file: Buffer, sizes: Box): number {
  const count = file.readUInt32BE(sizes.body + 8);
  const bits = sizes.type === "stz2" ? (file[sizes.body + 7] ?? 0) : 32;
  if (!isListed(file, sizes)) {
    if (count * file.readUInt32BE(sizes.body + 4) > file.length)
      throw new RangeError("more packets than bytes");
  } else if (sizes.body + 12 + (count * bits) / 8 > sizes.end)
    throw new RangeError("list longer than its box");
  return count;
}

function checkTable(file: Buffer, table: Box): void {
  const find = (type: string) => boxesAt(file, [type], table).next().value;
  const description = find("stsd");
  const inside = description ? file.subarray(description.body, description.end) : Buffer.alloc(0);
  if (inside.length > MAX_DESCRIPTION_BYTES) throw new MediaRefused("media_corrupt");
  if (PROTECTED.some((type) => inside.includes(type))) throw new MediaRefused("media_type_unsupported");
  if (MISPLACED.some((type) => inside.includes(type))) throw new MediaRefused("media_corrupt");

  const timed = sum(column(file, find("stts"), 0));
  const moved = sum(column(file, find("ctts"), 0));
  // Without reordering, a million equal steps are one row to the reader too.
  if (find("ctts") && Math.max(timed, moved) > MAX_PACKETS) throw new MediaRefused("media_corrupt");

  const sizes = find("stsz") ?? find("stz2");
  const count = sizes ? countSizes(file, sizes) : 0;
  const perChunk = column(file, find("stsc"), 1).reduce((most, number) => Math.max(most, number), 0);
  if (
    sizes &&
    isListed(file, sizes) &&
    (count > MAX_PACKETS || perChunk > count || count * perChunk > MAX_ADDITIONS)
  ) {
    throw new MediaRefused("media_corrupt");
  }
}

/** One column of a table box: version and flags, the number of rows, then the rows. */
function column(file: Buffer, box: Box | undefined, place: number): number[] {
  if (!box) return [];
  const width = ROW_WIDTHS[box.type] ?? 0;
  return Array.from({ length: rowsOf(file, box) }, (_, row) =>
    file.readUInt32BE(box.body + 8 + (row * width + place) * 4),
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
