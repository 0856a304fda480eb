/** The ground of a picture as SVG layers: ridges, trees, water, streets, dunes. Far layers are mixed with air. */
import { mix, type Palette } from "./palette.ts";
import type { Scene } from "./scene.ts";
import type { Light } from "./sky.ts";

export interface Canvas {
  width: number;
  height: number;
  /** A thousandth of the picture's mean side: the unit in which things are sized. */
  unit: number;
}

/** All that a painter needs to know of the picture it works on. */
export interface Picture {
  scene: Scene;
  canvas: Canvas;
  palette: Palette;
  light: Light;
}

/** The colour of land at a depth from 0 (horizon) to 1 (feet). */
export const land = ({ palette }: Picture, depth: number): string => mix(palette.far, palette.near, depth);

/** A coordinate as SVG text. */
export const n = (value: number): string => value.toFixed(1);

/** A sheet of SVG in the size of a canvas. */
export const svg = ({ width, height }: Pick<Canvas, "width" | "height">, inside: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inside}</svg>`);

/** A rough line from left to right as heights in [0, 1]: sums of ever finer waves (`rough` in 0..1). */
export function ridge(scene: Scene, points: number, rough: number): number[] {
  const waves = [1, 2.1, 4.3, 8.7, 17.1, 33.7].map((frequency, octave) => ({
    frequency: frequency * scene.dice.between(0.8, 1.3),
    phase: scene.dice.between(0, 7),
    height: (0.35 + 0.3 * rough) ** octave,
  }));
  const raw = Array.from({ length: points }, (_, index) => {
    const x = (index / (points - 1)) * Math.PI * 2;
    return waves.reduce((sum, w) => {
      const wave = Math.sin(x * w.frequency + w.phase);
      return sum + w.height * (rough > 0.4 ? 1 - 2 * Math.abs(wave) : wave);
    }, 0);
  });
  const low = Math.min(...raw);
  const span = Math.max(...raw) - low || 1;
  return raw.map((value) => (value - low) / span);
}

/** The outline of land: `top` is where a height of 1 reaches, `bottom` where 0 does (both as shares of the height). */
export function outline(canvas: Canvas, heights: number[], top: number, bottom: number): string {
  const line = heights.map((h, index) => {
    const x = (index / (heights.length - 1)) * canvas.width;
    return `${n(x)},${n(canvas.height * (bottom - h * (bottom - top)))}`;
  });
  return `M0,${canvas.height} L${line.join(" L")} L${canvas.width},${canvas.height} Z`;
}

/** One layer of land with a veil of air at its foot. */
export function layer(id: string, path: string, colour: string, air: string): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${colour}"/>
    <stop offset="1" stop-color="${mix(colour, air, 0.55)}"/></linearGradient><path d="${path}" fill="url(#${id})"/>`;
}

/** A spruce with its foot at (x, y). */
function spruce(x: number, y: number, height: number, colour: string): string {
  const boughs = [0, 1, 2, 3].map((step) => {
    const top = y - height * (1 - step * 0.2);
    const half = height * (0.09 + step * 0.055);
    const foot = y - height * (0.62 - step * 0.19);
    return `M${n(x)},${n(top)} L${n(x + half)},${n(foot)} Q${n(x)},${n(foot - height * 0.06)} ${n(x - half)},${n(foot)} Z`;
  });
  return `<path fill="${colour}" d="${boughs.join(" ")} M${n(x - height * 0.02)},${n(y)} h${n(height * 0.04)} v${n(-height * 0.1)} h${n(-height * 0.04)} Z"/>`;
}

/** A row of spruces along a line of land, each with a little air under it. */
export function woods(scene: Scene, canvas: Canvas, at: number, height: number, colour: string): string {
  const step = canvas.unit * height * 0.26;
  const trees: string[] = [];
  for (let x = -step; x < canvas.width + step; x += step * scene.dice.between(0.5, 1.2)) {
    const lift = Math.sin((x / canvas.width) * 5 + height) * canvas.unit * 12;
    const tall = canvas.unit * height * scene.dice.between(0.6, 1.15);
    trees.push(spruce(x, canvas.height * at + lift + canvas.unit * 20, tall, colour));
  }
  return trees.join("");
}

/** Water from `at` (share of the height) down: sky colours mirrored, with glints under the light at `lightX`. */
export function water(scene: Scene, canvas: Canvas, palette: Palette, at: number, lightX: number): string {
  const top = canvas.height * at;
  const horizon = palette.sky.at(-1) ?? palette.glow;
  const deep = mix(palette.sky[0] ?? palette.near, palette.near, 0.35);
  const glints: string[] = [];
  for (let row = 0; row < 70; row += 1) {
    const depth = (row / 70) ** 1.6;
    const y = top + depth * (canvas.height - top);
    const spread = canvas.unit * (22 + 230 * depth);
    const length = canvas.unit * scene.dice.between(14, 60) * (0.4 + depth * 1.6);
    const x = lightX + (scene.dice() - 0.5) * 2 * spread - length / 2;
    glints.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(length)}" height="${n(canvas.unit * (1.2 + depth * 4))}" rx="${n(canvas.unit * 2)}" opacity="${n(0.75 - depth * 0.45)}"/>`,
    );
  }
  const swell = Array.from({ length: 9 }, (_, index) => {
    const depth = (index / 9) ** 1.5;
    const y = top + depth * (canvas.height - top);
    const rise = canvas.unit * (1 + depth * 9);
    const wave = canvas.width / 4;
    return `<path d="M${n(-wave * scene.dice())},${n(y)} ${`q${n(wave / 2)},${n(-rise)} ${n(wave)},0 `.repeat(6)} V${canvas.height} H-${n(wave)} Z" fill="${palette.near}" opacity="0.07"/>`;
  });
  return `<linearGradient id="water" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${mix(horizon, deep, 0.25)}"/>
    <stop offset="0.35" stop-color="${mix(palette.sky[1] ?? deep, deep, 0.3)}"/><stop offset="1" stop-color="${deep}"/></linearGradient>
    <rect x="0" y="${n(top)}" width="${canvas.width}" height="${n(canvas.height - top)}" fill="url(#water)"/>
    ${swell.join("")}<g fill="${palette.light}">${glints.join("")}</g>`;
}
