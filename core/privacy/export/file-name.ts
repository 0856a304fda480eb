/**
 * Names of files in an archive that every system can unpack: no folder and no drive can be named, nothing that Windows
 * reserves, nothing invisible, and no two that differ by case or by composition alone.
 */

/** Most file systems allow 255 bytes; the number of a double and the folders around it need room. */
const MAX_BYTES = 150;
/** Reserved on Windows, whatever the ending. */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** The endings by which programs know the types of files that are stored; the first one is given where none fits. */
const ENDINGS: Record<string, readonly string[]> = {
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "video/mp4": ["mp4", "m4v"],
  "video/quicktime": ["mov", "qt"],
  "audio/mpeg": ["mp3"],
  "audio/wav": ["wav"],
  "audio/mp4": ["m4a", "mp4"],
};

/** A file name with an ending that fits what the file really is: it may have been stored in another format. */
export function withEnding(name: string, contentType: string): string {
  const fitting = ENDINGS[contentType];
  const [, ending = ""] = /\.([A-Za-z0-9]{1,5})$/.exec(name) ?? [];
  if (!fitting || fitting.includes(ending.toLowerCase())) return name;
  return `${ending ? name.slice(0, -ending.length - 1) : name}.${fitting[0]}`;
}

/** A file name as one safe segment of a path. */
export function safeName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"/\\|?*]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const [, stem = "", ending = ""] = /^(.*?)(\.[\p{L}\p{N}]{1,8})?$/su.exec(plain) ?? [];
  let short = stem;
  while (Buffer.byteLength(short) > MAX_BYTES) short = [...short].slice(0, -1).join("");
  const joined = `${short.trimEnd() || "file"}${ending}`;
  return DEVICES.test(joined) ? `_${joined}` : joined;
}

/** Makes names unique within an archive: the second "beach.jpg" is "beach (2).jpg". */
export function uniquePaths(): (folder: string, name: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const keyOf = (path: string) => path.normalize("NFKC").toLowerCase();
  return (folder, name) => {
    const first = `${folder}/${safeName(name)}`;
    const [, stem = first, ending = ""] = /^(.*?)(\.[^./]*)?$/su.exec(first) ?? [];
    let path = first;
    for (let n = counts.get(keyOf(first)) ?? 1; taken.has(keyOf(path)); ) {
      n += 1;
      counts.set(keyOf(first), n);
      path = `${stem} (${n})${ending}`;
    }
    taken.add(keyOf(path));
    return path;
  };
}

/** The name of a part as a file. */
export const partFileName = (snapshotAt: Date, number: number, parts: number): string => {
  const day = snapshotAt.toISOString().slice(0, 10);
  return parts === 1 ? `pix2clip-${day}.zip` : `pix2clip-${day}-part-${number}-of-${parts}.zip`;
};
