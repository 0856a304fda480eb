/** The picture of a person in a scene: a medallion in the light of the scene, with a fine ring and a soft shadow. */
import sharp, { type OverlayOptions } from "sharp";
import { type Canvas, n, svg } from "./land.ts";
import { mix, type Palette } from "./palette.ts";

type Oval = (rx: number, ry: number, look: string) => string;

/** The medallion as a layer for the middle of the canvas. Throws when the portrait cannot be read. */
export async function medallion(
  portrait: Uint8Array,
  canvas: Canvas,
  palette: Palette,
): Promise<OverlayOptions> {
  const height = Math.round(Math.min(canvas.height * 0.66, canvas.width * 0.8));
  const width = Math.round(height * 0.8);
  const margin = Math.round(height * 0.05);
  const [rx, ry] = [width / 2 - margin, height / 2 - margin];
  const oval: Oval = (x, y, look) =>
    `<ellipse cx="${n(width / 2)}" cy="${n(height / 2)}" rx="${n(x)}" ry="${n(y)}" ${look}/>`;
  const sheet = (inside: string) => svg({ width, height }, inside);
  const face = await sharp(portrait)
    .rotate()
    .resize(width, height, { fit: "cover", position: "attention" })
    .ensureAlpha()
    .composite([
      { input: sheet(tint(palette)) },
      { input: sheet(oval(rx, ry, 'fill="#fff"')), blend: "dest-in" },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer();
  const ring = `fill="none" stroke="${mix(palette.light, "#ffffff", 0.4)}" stroke-width="${n(margin * 0.28)}"`;
  const input = await sharp(sheet(shadow(oval, rx, ry, margin)))
    .composite([{ input: face }, { input: sheet(oval(rx, ry, ring)) }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  const left = Math.round((canvas.width - width) / 2);
  return { input, left, top: Math.round((canvas.height - height) * 0.55) };
}

const tint = (palette: Palette): string =>
  `<linearGradient id="t" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.glow}" stop-opacity="0.18"/>
  <stop offset="1" stop-color="${palette.near}" stop-opacity="0.26"/></linearGradient><rect width="100%" height="100%" fill="url(#t)"/>`;

const shadow = (oval: Oval, rx: number, ry: number, margin: number): string =>
  `<filter id="s" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="${n(margin * 0.35)}"/></filter>
  <g filter="url(#s)">${oval(rx + margin * 0.1, ry + margin * 0.1, 'fill="#000" opacity="0.45"')}</g>`;
