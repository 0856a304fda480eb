/** Shares the entries of an archive out to parts, in order. */

/** The most entries of one part: the plain ZIP format counts to 65,535. */
const MAX_ENTRIES = 60_000;
/** The index and the manifest are written last and lie in the first part: room for them, by file and at least. */
const ROOM_BY_FILE = 1000;
const ROOM_AT_LEAST = 64 * 1024;

/** `add` says in which part an entry of this weight lies; `parts` are the weights of the parts, the first one first. */
export function packer(partBytes: number, files: number) {
  const parts = [{ bytes: ROOM_AT_LEAST + files * ROOM_BY_FILE, entries: 2 }];
  const add = (bytes: number): number => {
    const last = parts.at(-1);
    const fits = last && last.bytes + bytes <= partBytes && last.entries < MAX_ENTRIES;
    if (fits) {
      last.bytes += bytes;
      last.entries += 1;
    } else parts.push({ bytes, entries: 1 });
    return parts.length;
  };
  return { add, parts: () => parts.map(({ bytes }) => bytes) };
}
