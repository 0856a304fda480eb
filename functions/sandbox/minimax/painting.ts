/**
 * A picture painted from a prompt: same prompt and seed, same bytes. With a portrait, the person's own picture stands
 * in the scene. Every picture says in a corner that it comes from the sandbox.
 */
import sharp from "sharp";
import { chance } from "./chance.ts";
import { type Canvas, n, svg } from "./land.ts";
import { medallion } from "./medallion.ts";
import { palettes } from "./palette.ts";
import { places } from "./places.ts";
import { readScene, type Scene } from "./scene.ts";
import { placeLight, sky } from "./sky.ts";
import { things } from "./things.ts";

export type Order = { prompt: string; seed: string; width: number; height: number; portrait?: Uint8Array };

/** Scenes are painted at about this many pixels at most and then enlarged: soft shapes do not suffer, and it is quick. */
const EASEL_PIXELS = 1_100_000;

/** Paints a JPEG of exactly `width` by `height` pixels. Throws when the portrait cannot be read. */
export async function paint(order: Order): Promise<Buffer> {
  const { width, height, portrait } = order;
  const scene = readScene(order.prompt, order.seed);
  const palette = palettes[scene.hour];
  const light = placeLight(scene);
  const full = canvasOf(width, height);
  const scale = Math.min(1, Math.sqrt(EASEL_PIXELS / (width * height)));
  const easel = canvasOf(Math.round(width * scale), Math.round(height * scale));
  const picture = svg(
    easel,
    sky(scene, easel, palette, light) +
      places[scene.place](scene, easel, palette, light) +
      weather(scene, easel) +
      (portrait === undefined ? things(scene, easel, palette) : "") +
      frame(easel),
  );
  // Rendered on its own: a resize in the same pipeline would render the SVG at the full size again.
  const scenery = await sharp(picture).removeAlpha().raw().toBuffer();
  return await sharp(scenery, { raw: { width: easel.width, height: easel.height, channels: 3 } })
    .resize(width, height, { fit: "fill" })
    .composite([
      ...(portrait === undefined ? [] : [await medallion(portrait, full, palette)]),
      { input: grain, raw: { width: GRAIN, height: GRAIN, channels: 3 }, tile: true, blend: "soft-light" },
      { input: svg(full, caption(full)) },
    ])
    .jpeg({ quality: 90, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

const canvasOf = (width: number, height: number): Canvas => ({
  width,
  height,
  unit: Math.sqrt(width * height) / 1000,
});

const GRAIN = 256;

/** A tile of fine grain, always the same: it takes the plastic look off the gradients, and the bands out of clips. */
const grain = weave();

function weave(): Buffer {
  const dice = chance("grain");
  const tile = Buffer.alloc(GRAIN * GRAIN * 3);
  for (let at = 0; at < tile.length; at += 3)
    tile.fill(128 + (dice() + dice() + dice() - 1.5) * 10, at, at + 3);
  return tile;
}

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
