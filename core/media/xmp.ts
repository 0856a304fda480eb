/**
 * The first of the two marks on what a model made (AI Act, article 50(2)): an XMP packet that says so in the words of the
 * IPTC, where every picture viewer and archive looks. It says nothing else. The writers want a file that has been stripped:
 * they add the one packet and never look for another. It goes in before the signature, which covers it.
 */
import { crc32 } from "node:zlib";
import { SERVICE } from "../base/legal-entity.ts";
import type { MarkableType } from "./media-types.ts";
import { type Chunk, chunks, riff } from "./riff.ts";

/** IPTC NewsCodes, Digital Source Type: "created using a model trained on captured content". */
export const TRAINED_ALGORITHMIC_MEDIA =
  "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
/** The only name in either mark. */
export const TOOL = SERVICE;

const PACKET = Buffer.from(
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><Iptc4xmpExt:DigitalSourceType>${TRAINED_ALGORITHMIC_MEDIA}</Iptc4xmpExt:DigitalSourceType><xmp:CreatorTool>${TOOL}</xmp:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`,
);

const WRITERS: Record<MarkableType, (file: Buffer) => Uint8Array> = {
  "image/jpeg": intoJpeg,
  "image/png": intoPng,
  "image/webp": intoWebp,
  "video/mp4": intoBoxes,
  "audio/mp4": intoBoxes,
  "audio/mpeg": intoMp3,
  "audio/wav": intoWav,
};

/** The file with the packet inside, where the XMP specification (part 3) puts it for that format. */
export function addXmp(bytes: Uint8Array, type: MarkableType): Uint8Array {
  return WRITERS[type](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

const latin1 = (text: string) => Buffer.from(text, "latin1");
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** An iTXt chunk right after IHDR: keyword, not compressed, no language. */
function intoPng(file: Buffer): Uint8Array {
  const typed = Buffer.concat([latin1("iTXtXML:com.adobe.xmp\0\0\0\0\0"), PACKET]);
  const at = 8 + 12 + file.readUInt32BE(8);
  const chunk = [uint32(typed.length - 4), typed, uint32(crc32(typed))];
  return Buffer.concat([file.subarray(0, at), ...chunk, file.subarray(at)]);
}

/** An APP1 segment, after the JFIF one, which readers want first. */
function intoJpeg(file: Buffer): Uint8Array {
  const body = Buffer.concat([latin1("http://ns.adobe.com/xap/1.0/\0"), PACKET]);
  const at = file.readUInt16BE(2) === 0xffe0 ? 4 + file.readUInt16BE(4) : 2;
  const header = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([file.subarray(0, at), header, body, file.subarray(at)]);
}

/** A `uuid` box at the very end, so that no offset in the index changes. */
function intoBoxes(file: Buffer): Uint8Array {
  const id = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
  return Buffer.concat([file, uint32(8 + id.length + PACKET.length), latin1("uuid"), id, PACKET]);
}

/** A new ID3v2.4 tag: the packet in PRIV, and the bare value in TXXX for players that show only text. */
function intoMp3(file: Buffer): Uint8Array {
  const frame = (id: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([latin1(id), syncsafe(body.length), Buffer.alloc(2), body]);
  };
  const frames = Buffer.concat([
    frame("PRIV", latin1("XMP\0"), PACKET),
    frame("TXXX", latin1(`\0DigitalSourceType\0${TRAINED_ALGORITHMIC_MEDIA}`)),
  ]);
  return Buffer.concat([latin1("ID3\x04\0\0"), syncsafe(frames.length), frames, file]);
}

/** Four times seven bits: ID3 sizes must not look like the start of a sound frame. */
const syncsafe = (value: number) =>
  Buffer.from([(value >> 21) & 127, (value >> 14) & 127, (value >> 7) & 127, value & 127]);

function intoWav(file: Buffer): Uint8Array {
  return riff("WAVE", [...chunks(file), { id: "_PMX", body: PACKET }]);
}

/** Bits of the first byte of VP8X (RFC 9649, section 2.7). */
const [HAS_XMP, HAS_ALPHA] = [0b0000_0100, 0b0001_0000];

/** A chunk at the end, announced in VP8X, which the simple layout lacks and then gets. */
function intoWebp(file: Buffer): Uint8Array {
  const content = [...chunks(file)];
  const extended = content.find(({ id }) => id === "VP8X");
  const header = Buffer.from(extended?.body ?? extendedHeader(content[0]));
  header.writeUInt8(header.readUInt8(0) | HAS_XMP, 0);
  const rest = content.filter((chunk) => chunk !== extended);
  return riff("WEBP", [{ id: "VP8X", body: header }, ...rest, { id: "XMP ", body: PACKET }]);
}

/** Flags, three reserved bytes, width and height less one in 24 bits each, read from the one picture chunk. */
function extendedHeader(picture: Chunk | undefined): Buffer {
  if (!picture) throw new RangeError("no picture inside");
  const data = Buffer.from(picture.body);
  const header = Buffer.alloc(10);
  if (picture.id === "VP8L") {
    const bits = data.readUInt32LE(1); // 14 bits width, 14 bits height, 1 bit alpha
    header.writeUInt8((bits >>> 28) & 1 ? HAS_ALPHA : 0, 0);
    header.writeUIntLE(bits & 0x3fff, 4, 3);
    header.writeUIntLE((bits >>> 14) & 0x3fff, 7, 3);
  } else {
    header.writeUIntLE((data.readUInt16LE(6) & 0x3fff) - 1, 4, 3);
    header.writeUIntLE((data.readUInt16LE(8) & 0x3fff) - 1, 7, 3);
  }
  return header;
}
