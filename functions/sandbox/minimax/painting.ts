/**
 * A picture painted from a prompt: same prompt and seed, same bytes. With a portrait, the person's own picture stands
 * in the scene. Every picture says in a corner that it comes from the sandbox.
 */
import sharp, { type Create, type OverlayOptions } from "sharp";
import { type Canvas, n } from "./land.ts";
import { mix, type Palette, palettes } from "./palette.ts";
import { places } from "./places.ts";
import { readScene, type Scene } from "./scene.ts";
import { placeLight, sky } from "./sky.ts";
import { things } from "./things.ts";

export type Order = { prompt: string; seed: string; width: number; height: number; portrait?: Uint8Array };

/** Paints a JPEG of exactly `width` by `height` pixels. Throws when the portrait cannot be read. */
export async function paint(order: Order): Promise<Buffer> {
  const { width, height } = order;
  const scene = readScene(order.prompt, order.seed);
  const canvas: Canvas = { width, height, unit: Math.sqrt(width * height) / 1000 };
  const palette = palettes[scene.hour];
  const light = placeLight(scene);
  const picture = sharp(
    Buffer.from(
      svg(
        canvas,
        sky(scene, canvas, palette, light) +
          places[scene.place](scene, canvas, palette, light) +
          weather(scene, canvas) +
          (order.portrait === undefined ? things(scene, canvas, palette) : "") +
          frame(canvas),
      ),
    ),
  );
  const layers = order.portrait === undefined ? [] : [await standIn(order.portrait, canvas, palette)];
  const grain = {
    width,
    height,
    channels: 3,
    background: "#000",
    noise: { type: "gaussian", mean: 128, sigma: 5 },
  };
  return picture
    .removeAlpha()
    .composite([
      ...layers,
      { input: { create: grain as Create }, blend: "soft-light" },
      { input: Buffer.from(svg(canvas, caption(canvas))) },
    ])
    .jpeg({ quality: 90, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

const svg = (canvas: Canvas, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">${inside}</svg>`;

/** Falling snow or rain. */
function weather(scene: Scene, canvas: Canvas): string {
  if (scene.hour !== "snow" && scene.hour !== "storm") return "";
  const rain = scene.hour === "storm";
  const drops = Array.from({ length: rain ? 260 : 220 }, () => {
    const x = n(scene.dice() * canvas.width);
    const y = n(scene.dice() * canvas.height);
    const size = canvas.unit * (1 + scene.dice() ** 3 * 5);
    return rain
      ? `<path d="M${x},${y} l${n(-size * 3)},${n(size * 14)}" stroke="#e6eef2" stroke-width="${n(Math.max(0.6, size * 0.4))}" opacity="0.28"/>`
      : `<circle cx="${x}" cy="${y}" r="${n(size)}" fill="#ffffff" opacity="${n(scene.dice.between(0.5, 0.95))}"/>`;
  });
  return drops.join("");
}

/** Darker corners, as a lens has them. */
const frame = (canvas: Canvas) =>
  `<radialGradient id="lens" cx="0.5" cy="0.46" r="0.78"><stop offset="0.6" stop-color="#000" stop-opacity="0"/>
  <stop offset="1" stop-color="#000" stop-opacity="0.38"/></radialGradient><rect width="${canvas.width}" height="${canvas.height}" fill="url(#lens)"/>`;

/** The person's picture as a medallion in the light of the scene, with a fine ring and a soft shadow. */
async function standIn(portrait: Uint8Array, canvas: Canvas, palette: Palette): Promise<OverlayOptions> {
  const height = Math.round(Math.min(canvas.height * 0.66, canvas.width * 0.8));
  const width = Math.round(height * 0.8);
  const margin = Math.round(height * 0.05);
  const [x, y] = [width / 2, height / 2];
  const oval = (rx: number, ry: number, look: string) =>
    `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" ${look}/>`;
  const sheet = (inside: string) => Buffer.from(svg({ ...canvas, width, height }, inside));
  const [rx, ry] = [x - margin, y - margin];
  const tint = `<linearGradient id="t" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.glow}" stop-opacity="0.18"/>
    <stop offset="1" stop-color="${palette.near}" stop-opacity="0.26"/></linearGradient><rect width="${width}" height="${height}" fill="url(#t)"/>`;
  const face = await sharp(portrait)
    .rotate()
    .resize(width, height, { fit: "cover", position: "attention" })
    .ensureAlpha()
    .composite([{ input: sheet(tint) }, { input: sheet(oval(rx, ry, 'fill="#fff"')), blend: "dest-in" }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  const ring = oval(
    rx,
    ry,
    `fill="none" stroke="${mix(palette.light, "#ffffff", 0.4)}" stroke-width="${n(margin * 0.28)}"`,
  );
  const shadow = `<filter id="s" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="${n(margin * 0.35)}"/></filter>
    <g filter="url(#s)">${oval(rx + margin * 0.1, ry + margin * 0.1, 'fill="#000" opacity="0.45"')}</g>`;
  const input = await sharp(sheet(shadow))
    .composite([{ input: face }, { input: sheet(ring) }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return {
    input,
    left: Math.round((canvas.width - width) / 2),
    top: Math.round((canvas.height - height) * 0.55),
  };
}

/** The letters s a n d b o x in boxes of 10 by 16, as strokes: no font is needed. */
const LETTERS = [
  "M8,8 Q5,6 3,8 Q2,10 5,10.5 Q9,11.5 8,13.5 Q6,16 2,14",
  "M8,7 V15 M8,11 A3.4,4 0 1 0 8,11.1",
  "M2,15 V7 M2,10 Q4,6.6 7,7.4 Q8,8 8,10 V15",
  "M8,1 V15 M8,11 A3.4,4 0 1 0 8,11.1",
  "M2,1 V15 M2,11 A3.4,4 0 1 1 2,11.1",
  "M5,7 A3.6,4 0 1 0 5.1,7",
  "M2,7 L8,15 M8,7 L2,15",
];

/** The word "sandbox" in the lower right corner, readable on light and on dark. */
function caption(canvas: Canvas): string {
  const scale = Math.max(1, canvas.unit * 1.15);
  const word = LETTERS.map(
    (path, index) => `<path transform="translate(${index * 11} 0)" d="${path}"/>`,
  ).join("");
  const x = canvas.width - 92 * scale;
  const y = canvas.height - 28 * scale;
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${scale.toFixed(2)})" fill="none" stroke-linecap="round" stroke-linejoin="round">
    <rect x="-8" y="-5" width="92" height="27" rx="7" fill="#000" opacity="0.3"/><g stroke="#fff" stroke-width="1.6" opacity="0.85">${word}</g></g>`;
}
