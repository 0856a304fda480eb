/** Files that people bring: made here, so that every test knows what is in them. */
import sharp from "sharp";

export type Upload = { name: string; buffer: Buffer };

/** A scene drawn upright: red on the left, blue on the right, a yellow sun on top, so that its pose can be told. */
const scene = (
  width: number,
  height: number,
) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <defs><linearGradient id="g"><stop offset="0" stop-color="#b03030"/><stop offset="1" stop-color="#3040b0"/></linearGradient></defs>
  <rect width="100%" height="100%" fill="url(#g)"/>
  <circle cx="50%" cy="20%" r="${width / 10}" fill="#ffd84a"/>
  <rect y="70%" width="100%" height="30%" fill="#2c5a38"/>
</svg>`;

/** A photo as a phone writes it: lying on its side, with the turn, the place and the camera in its EXIF. */
export async function phonePhoto(width = 3024, height = 4032): Promise<Upload> {
  const upright = await sharp(Buffer.from(scene(width, height)))
    .png()
    .toBuffer();
  const buffer = await sharp(upright)
    .rotate(-90)
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: "Telephone", Model: "Pocket 9" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "48/1 51/1 24/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "2/1 21/1 7/1",
      },
    })
    .jpeg({ quality: 88 })
    .toBuffer();
  const written = await sharp(buffer).metadata();
  if (written.orientation !== 6 || written.width !== height)
    throw new Error("the photo does not lie on its side");
  return { name: "IMG_2041.JPG", buffer };
}

/** Where the scene shows what, and in which colour, when it stands upright. */
export const UPRIGHT: [x: number, y: number, colour: [number, number, number]][] = [
  [0.5, 0.2, [255, 216, 74]],
  [0.05, 0.5, [176, 48, 48]],
  [0.95, 0.5, [48, 64, 176]],
  [0.5, 0.9, [44, 90, 56]],
];

/** A face, as far as a drawing goes. */
export async function portrait(): Promise<Upload> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000">
    <rect width="100%" height="100%" fill="#d9e2ec"/><ellipse cx="400" cy="480" rx="230" ry="310" fill="#e8b89a"/>
    <circle cx="320" cy="430" r="26" fill="#333"/><circle cx="480" cy="430" r="26" fill="#333"/>
    <path d="M320 620 Q400 690 480 620" stroke="#8a3b3b" stroke-width="14" fill="none"/></svg>`;
  const buffer = await sharp(Buffer.from(drawing)).jpeg().toBuffer();
  return { name: "portrait.jpg", buffer };
}

/** A photo above the limit: a small one with long comments, which a JPEG may carry behind its first marker. */
export async function heavyPhoto(bytes = 40_000_000): Promise<Upload> {
  const photo = await sharp(Buffer.from(scene(600, 800)))
    .jpeg()
    .toBuffer();
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, "x")]);
  const comments = Array.from({ length: Math.ceil(bytes / comment.length) }, () => comment);
  const buffer = Buffer.concat([photo.subarray(0, 2), ...comments, photo.subarray(2)]);
  return { name: "panorama.jpg", buffer };
}

/** What only claims to be a picture. */
export const textNamedJpeg: Upload = {
  name: "notes.jpg",
  buffer: Buffer.from("These are notes, and no picture.\n".repeat(40)),
};
export const emptyFile: Upload = { name: "empty.jpg", buffer: Buffer.alloc(0) };
