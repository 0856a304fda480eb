/** The sky of a picture as SVG layers: its gradient, the sun or moon with its glow, stars, northern lights, clouds. */
import { type Canvas, n } from "./land.ts";
import { mix, type Palette } from "./palette.ts";
import type { Hour, Scene } from "./scene.ts";

/** Where the light stands, as shares of the picture, and how big its disc is in units. */
export type Light = { x: number; y: number; radius: number };

const HEIGHTS: Record<Hour, number> = {
  day: 0.2,
  dawn: 0.46,
  sunset: 0.5,
  night: 0.2,
  storm: 0.24,
  snow: 0.26,
};

/** Chooses where the light of a scene stands. */
export function placeLight(scene: Scene): Light {
  const low = scene.hour === "sunset" || scene.hour === "dawn";
  return {
    x: scene.dice.between(0.24, 0.76),
    y: HEIGHTS[scene.hour] + scene.dice.between(-0.05, 0.04),
    radius: low ? 62 : scene.hour === "night" ? 44 : 40,
  };
}

/** The whole sky, light included. */
export function sky(scene: Scene, canvas: Canvas, palette: Palette, light: Light): string {
  const stops = palette.sky.map(
    (colour, index) =>
      `<stop offset="${n((index / (palette.sky.length - 1)) * 0.72)}" stop-color="${colour}"/>`,
  );
  const dark = scene.hour === "night" || scene.place === "space";
  return `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join("")}</linearGradient>
    <rect width="${canvas.width}" height="${canvas.height}" fill="url(#sky)"/>
    ${dark ? stars(scene, canvas) : ""}${scene.things.has("aurora") ? aurora(scene, canvas) : ""}
    ${scene.place === "space" ? "" : disc(scene, canvas, palette, light)}
    ${scene.place === "space" ? "" : clouds(scene, canvas, palette)}`;
}

function disc(scene: Scene, canvas: Canvas, palette: Palette, light: Light): string {
  const x = n(light.x * canvas.width);
  const y = n(light.y * canvas.height);
  const radius = light.radius * canvas.unit;
  const craters = [
    [-0.3, -0.2, 0.2],
    [0.25, 0.15, 0.26],
    [-0.1, 0.42, 0.15],
  ].map(
    ([dx = 0, dy = 0, r = 0]) =>
      `<circle cx="${n(light.x * canvas.width + dx * radius)}" cy="${n(light.y * canvas.height + dy * radius)}" r="${n(r * radius)}" fill="#c9c7b4" opacity="0.5"/>`,
  );
  return `<radialGradient id="glow"><stop offset="0" stop-color="${palette.glow}" stop-opacity="0.95"/>
    <stop offset="0.18" stop-color="${palette.glow}" stop-opacity="0.5"/><stop offset="0.5" stop-color="${palette.glow}" stop-opacity="0.16"/>
    <stop offset="1" stop-color="${palette.glow}" stop-opacity="0"/></radialGradient>
    <circle cx="${x}" cy="${y}" r="${n(radius * 9)}" fill="url(#glow)"/>
    ${scene.hour === "storm" ? "" : `<circle cx="${x}" cy="${y}" r="${n(radius)}" fill="${palette.light}"/>`}
    ${scene.hour === "night" ? craters.join("") : ""}`;
}

function stars(scene: Scene, canvas: Canvas): string {
  const dots = Array.from({ length: 240 }, () => {
    const x = scene.dice() * canvas.width;
    const y = scene.dice() ** 1.4 * canvas.height * (scene.place === "space" ? 1 : 0.62);
    const size = canvas.unit * (0.6 + scene.dice() ** 6 * 2.6);
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(Math.max(0.5, size))}" opacity="${n(scene.dice.between(0.35, 1))}"/>`;
  });
  return `<g fill="#ffffff">${dots.join("")}</g>`;
}

function aurora(scene: Scene, canvas: Canvas): string {
  const veils = [0, 1, 2].map((index) => {
    const base = canvas.height * (0.24 + index * 0.09);
    const tall = canvas.height * scene.dice.between(0.2, 0.3);
    const shift = scene.dice() * 6;
    const line = (lift: number) =>
      Array.from({ length: 25 }, (_, step) => {
        const x = (step / 24) * canvas.width;
        const wave = Math.sin(step / 3.4 + shift) * 40 + Math.sin(step / 1.7 + shift * 2) * 16;
        return `${n(x)},${n(base + wave * canvas.unit * 1.6 - lift)}`;
      });
    return `<path d="M${line(0).join(" L")} L${line(tall).reverse().join(" L")} Z" fill="url(#veil${index % 2})"/>`;
  });
  const veil = (id: number, low: string, high: string) =>
    `<linearGradient id="veil${id}" x1="0" y1="1" x2="0" y2="0"><stop offset="0" stop-color="${low}" stop-opacity="0"/>
    <stop offset="0.25" stop-color="${low}" stop-opacity="0.75"/><stop offset="1" stop-color="${high}" stop-opacity="0"/></linearGradient>`;
  return `${veil(0, "#5dffb0", "#4a7dff")}${veil(1, "#3ff0c8", "#a04dff")}
    <filter id="soft" x="-10%" y="-40%" width="120%" height="180%"><feGaussianBlur stdDeviation="${n(canvas.unit * 9)}"/></filter>
    <g filter="url(#soft)">${veils.join("")}</g>`;
}

function clouds(scene: Scene, canvas: Canvas, palette: Palette): string {
  const thick = scene.hour === "storm";
  const count = thick ? 13 : scene.dice.between(3, 7);
  const banks: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const x = scene.dice() * canvas.width;
    const y = canvas.height * scene.dice.between(0.06, thick ? 0.4 : 0.44);
    const size = canvas.unit * scene.dice.between(60, 190) * (thick ? 1.5 : 1);
    const puffs = Array.from({ length: 9 }, () => {
      const dx = (scene.dice() - 0.5) * size * 2.6;
      const rx = size * scene.dice.between(0.35, 0.8) * (1 - Math.abs(dx) / (size * 2.2));
      return `<ellipse cx="${n(x + dx)}" cy="${n(y + (scene.dice() - 0.5) * size * 0.16)}" rx="${n(rx)}" ry="${n(rx * scene.dice.between(0.14, 0.26))}"/>`;
    });
    banks.push(`<g opacity="${n(scene.dice.between(0.35, thick ? 0.8 : 0.65))}">${puffs.join("")}</g>`);
  }
  return `<filter id="haze" x="-20%" y="-60%" width="140%" height="220%"><feGaussianBlur stdDeviation="${n(canvas.unit * 7)}"/></filter>
    <g filter="url(#haze)" fill="${mix(palette.cloud, palette.glow, 0.15)}">${banks.join("")}</g>`;
}
