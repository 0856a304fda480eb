/** Files that people bring: made here, so that every test knows what is in them. */
import sharp from "sharp";

export type Upload = { name: string; mimeType: string; buffer: Buffer };

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
  const upright = sharp(Buffer.from(scene(width, height)));
  const buffer = await sharp(await upright.rotate(-90).png().toBuffer())
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: "Telephone", Model: "Pocket 9", Orientation: "6" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "48/1 51/1 24/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "2/1 21/1 7/1",
      },
    })
    .toBuffer();
  return { name: "IMG_2041.JPG", mimeType: "image/jpeg", buffer };
}

/** A face, as far as a drawing goes. */
export async function portrait(): Promise<Upload> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000">
    <rect width="100%" height="100%" fill="#d9e2ec"/><ellipse cx="400" cy="480" rx="230" ry="310" fill="#e8b89a"/>
    <circle cx="320" cy="430" r="26" fill="#333"/><circle cx="480" cy="430" r="26" fill="#333"/>
    <path d="M320 620 Q400 690 480 620" stroke="#8a3b3b" stroke-width="14" fill="none"/></svg>`;
  const buffer = await sharp(Buffer.from(drawing)).jpeg().toBuffer();
  return { name: "portrait.jpg", mimeType: "image/jpeg", buffer };
}

/** A photo above the limit: noise, which no encoder makes small. */
export async function heavyPhoto(bytes = 40_000_000): Promise<Upload> {
  const side = 3000;
  const noise = {
    create: {
      width: side,
      height: side,
      channels: 3 as const,
      background: "#888",
      noise: { type: "gaussian" as const, mean: 128, sigma: 60 },
    },
  };
  const jpeg = await sharp(noise).jpeg({ quality: 100 }).toBuffer();
  // Comments of a JPEG follow its first marker and may be as long as one likes.
  const filler = Buffer.concat(
    Array.from({ length: Math.max(0, Math.ceil((bytes - jpeg.length) / 65_537)) }, () =>
      Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, 120)]),
    ),
  );
  return {
    name: "panorama.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.concat([jpeg.subarray(0, 2), filler, jpeg.subarray(2)]),
  };
}

/** What only claims to be a picture. */
export const textNamedJpeg: Upload = {
  name: "notes.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from("These are notes, and no picture.\n".repeat(40)),
};
export const emptyFile: Upload = { name: "empty.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) };
