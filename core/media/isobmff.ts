/**
 * The box structure of MP4, M4A and QuickTime files (ISO/IEC 14496-12, section 4.2): enough to see that a file is whole
 * and to blank its dates. Offsets are in bytes from the start of the file.
 */

/** `start`: of the header; `body`: of what follows the header; `end`: of the box. */
export type Box = { type: string; start: number; body: number; end: number };

/**
 * The boxes side by side between two offsets. Throws RangeError where one reaches past the end or is not a box; a few
 * bytes left over inside another box are padding (QuickTime ends some lists with a zero).
 */
export function* boxes(bytes: Uint8Array, from = 0, to = bytes.byteLength): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = from;
  while (from === 0 ? start < to : start + 8 <= to) {
    let body = start + 8;
    let size = view.getUint32(start);
    if (size === 1) {
      size = Number(view.getBigUint64(body));
      body += 8;
    } else if (size === 0) size = to - start; // "to the end of the file"
    const end = start + size;
    if (end < body || end > to) throw new RangeError("box reaches outside its parent");
    yield { type: fourLetters(view, start + 4), start, body, end };
    start = end;
  }
}

/** Without a buffer for each: a hostile file is nothing but boxes. */
const fourLetters = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** The boxes at one path below the root, such as `["moov", "trak", "tkhd"]`. */
export function* boxesAt(bytes: Uint8Array, path: readonly string[], parent?: Box): Generator<Box> {
  const [type, ...below] = path;
  for (const box of boxes(bytes, parent?.body, parent?.end)) {
    if (box.type !== type) continue;
    if (below.length === 0) yield box;
    else yield* boxesAt(bytes, below, box);
  }
}

const DATED = [
  ["moov", "mvhd"],
  ["moov", "trak", "tkhd"],
  ["moov", "trak", "mdia", "mdhd"],
];

/** Writes zero ("unknown") over every creation and modification time, in place: the same input gives the same file. */
export function blankDates(bytes: Uint8Array): void {
  for (const box of DATED.flatMap((path) => [...boxesAt(bytes, path)])) {
    const fieldBytes = bytes[box.body] === 1 ? 8 : 4; // version 1 has 64-bit times
    bytes.fill(0, box.body + 4, box.body + 4 + 2 * fieldBytes);
  }
}

/** Writes the M4A brand into the first box, in place, so that a file of sound alone is recognised as such. */
export function brandAsAudio(bytes: Uint8Array): void {
  for (const box of boxesAt(bytes, ["ftyp"])) {
    const brand = Buffer.from("M4A ", "latin1");
    bytes.set(brand, box.body);
    // Version number, then the compatible brands: the H.264 one makes room.
    for (let at = box.body + 8; at + 4 <= box.end; at += 4) {
      if (Buffer.from(bytes.subarray(at, at + 4)).toString("latin1") === "avc1") bytes.set(brand, at);
    }
  }
}
