/**
 * The ZIP format (APPNOTE 6.3.10) as far as an export needs it. Sizes and checksums are known before a byte is written,
 * so headers are whole, nothing has to be described afterwards, and every byte of an archive can be made again from its
 * offset alone: that is what lets a part go on where a killed worker stopped. fflate packs the documents, but its own
 * archive writer can neither begin in the middle nor write sizes first. An archive stays below 2 GiB and 65,000 entries,
 * where the plain format is enough for every program; more becomes further parts.
 */

export type ZipEntry = {
  path: string;
  method: "store" | "deflate";
  /** CRC-32 of the content, its size, and its size as stored. */
  crc32: number;
  bytes: number;
  storedBytes: number;
};

const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
/** Version 2.0 of the format, made on Unix, so that the permissions below count. */
const VERSION = 20;
const MADE_BY = (3 << 8) | VERSION;
/** Bit 11: names are UTF-8. */
const UTF8_NAMES = 1 << 11;
const METHODS = { store: 0, deflate: 8 } as const;
/** A plain file that everybody may read: rw-r--r--. */
const PERMISSIONS = 0o100644;

const nameOf = ({ path }: Pick<ZipEntry, "path">) => Buffer.from(path);

/** Date and time as MS-DOS keeps them, to two seconds, in UTC. */
function dosTime(at: Date): { date: number; time: number } {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return { date, time };
}

/** The fields that both headers share, from "version needed" to the length of the name. */
function writeCommon(into: Buffer, at: number, entry: ZipEntry, modifiedAt: Date): void {
  const { date, time } = dosTime(modifiedAt);
  into.writeUInt16LE(VERSION, at);
  into.writeUInt16LE(UTF8_NAMES, at + 2);
  into.writeUInt16LE(METHODS[entry.method], at + 4);
  into.writeUInt16LE(time, at + 6);
  into.writeUInt16LE(date, at + 8);
  into.writeUInt32LE(entry.crc32, at + 10);
  into.writeUInt32LE(entry.storedBytes, at + 14);
  into.writeUInt32LE(entry.bytes, at + 18);
  into.writeUInt16LE(nameOf(entry).length, at + 22);
}

/** What stands before the content of an entry. */
export function localHeader(entry: ZipEntry, modifiedAt: Date): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, entry, modifiedAt);
  return Buffer.concat([header, nameOf(entry)]);
}

/** What the directory at the end says of an entry that begins at `offset`. */
export function centralHeader(entry: ZipEntry, modifiedAt: Date, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY, 4);
  writeCommon(header, 6, entry, modifiedAt);
  header.writeUInt32LE((PERMISSIONS << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, nameOf(entry)]);
}

/** What ends an archive whose directory begins at `offset`. */
export function endOfArchive(entries: number, offset: number, bytes: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** The bytes that an entry takes in an archive: its content, its header, and its line in the directory. */
export const weightOf = (entry: Pick<ZipEntry, "path" | "storedBytes">): number =>
  entry.storedBytes + LOCAL_HEADER_BYTES + CENTRAL_HEADER_BYTES + 2 * nameOf(entry).length;

/** From where in the archive the next entry goes on after one that begins at `offset`. */
export const endOfEntry = (entry: Pick<ZipEntry, "path" | "storedBytes">, offset: number): number =>
  offset + LOCAL_HEADER_BYTES + nameOf(entry).length + entry.storedBytes;
