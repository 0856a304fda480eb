/**
 * The chunks of RIFF files (WAV and WebP): four letters, a little-endian length, the bytes, one byte of padding when the
 * length is odd.
 */

/** `body` is the chunk's content without header and padding: a view, not a copy. */
export type Chunk = { id: string; body: Uint8Array };

const HEADER_BYTES = 12;

/** The chunks in order. Throws RangeError where one reaches past the end of the file. */
export function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = HEADER_BYTES; at + 8 <= file.length; ) {
    const start = at + 8;
    const end = start + file.readUInt32LE(at + 4);
    if (end > file.length) throw new RangeError("chunk reaches past the end");
    yield { id: file.toString("latin1", at, at + 4), body: file.subarray(start, end) };
    at = end + (end & 1);
  }
}

/** A RIFF file of the given form ("WAVE", "WEBP") from its chunks. */
export function riff(form: "WAVE" | "WEBP", content: Iterable<Chunk>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { id, body } of content) {
    const header = Buffer.from(`${id}\0\0\0\0`, "latin1");
    header.writeUInt32LE(body.byteLength, 4);
    parts.push(header, body, new Uint8Array(body.byteLength & 1));
  }
  const whole = Buffer.concat([Buffer.from(`RIFF\0\0\0\0${form}`, "latin1"), ...parts]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}
