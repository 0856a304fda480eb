/** The ground of each kind of place, from the horizon to the viewer's feet, as SVG layers. */
import { type Canvas, layer, n, outline, ridge, water, woods } from "./land.ts";
import { mix, type Palette } from "./palette.ts";
import type { Place, Scene } from "./scene.ts";
import type { Light } from "./sky.ts";

type Paint = (scene: Scene, canvas: Canvas, palette: Palette, light: Light) => string;

/** Land between horizon (0) and feet (1). */
const land = (palette: Palette, nearness: number) => mix(palette.far, palette.near, nearness);

const mountain: Paint = (scene, canvas, palette, light) => {
  const lake = scene.dice() < 0.55;
  const ridges = [
    { top: 0.34, bottom: 0.66, rough: 0.75, near: 0.12 },
    { top: 0.46, bottom: 0.72, rough: 0.7, near: 0.36 },
    { top: 0.6, bottom: 0.76, rough: 0.5, near: 0.6 },
  ].map(({ top, bottom, rough, near }, index) => {
    const heights = ridge(scene, 240, rough);
    const path = outline(canvas, heights, top, bottom);
    const air = palette.sky.at(-1) ?? palette.glow;
    return (
      layer(`ridge${index}`, path, land(palette, near), air) +
      (index < 2 ? snow(scene, canvas, heights, { top, bottom }, palette) : "")
    );
  });
  const foot = lake
    ? water(scene, canvas, palette, 0.74, light.x * canvas.width) +
      woods(scene, canvas, 0.735, 60, land(palette, 0.8)) +
      woods(scene, canvas, 1.02, 210, palette.near)
    : grove(scene, canvas, 0.8, 80, land(palette, 0.7)) +
      grove(scene, canvas, 0.9, 130, land(palette, 0.86)) +
      woods(scene, canvas, 1.04, 220, palette.near);
  return ridges.join("") + foot;
};

/** Woods that stand on solid ground down to the lower edge. */
const grove = (scene: Scene, canvas: Canvas, at: number, height: number, colour: string) =>
  `${woods(scene, canvas, at, height, colour)}<rect y="${n(canvas.height * at)}" width="${canvas.width}" height="${n(canvas.height)}" fill="${colour}"/>`;

/** Snow on what stands above two thirds of a ridge, with a ragged lower edge. */
function snow(
  scene: Scene,
  canvas: Canvas,
  heights: number[],
  span: { top: number; bottom: number },
  palette: Palette,
): string {
  const y = (height: number) => canvas.height * (span.bottom - height * (span.bottom - span.top));
  const caps: string[] = [];
  let upper: string[] = [];
  let lower: string[] = [];
  heights.forEach((height, index) => {
    const x = n((index / (heights.length - 1)) * canvas.width);
    if (height > 0.62) {
      upper.push(`${x},${n(y(height))}`);
      lower.push(`${x},${n(y(Math.max(0.58, height - (height - 0.58) * scene.dice.between(0.35, 0.95))))}`);
      return;
    }
    if (upper.length > 2) caps.push(`M${upper.join(" L")} L${lower.reverse().join(" L")} Z`);
    upper = [];
    lower = [];
  });
  return `<path d="${caps.join(" ")}" fill="${palette.shine}" opacity="0.72"/>`;
}

const sea: Paint = (scene, canvas, palette, light) => {
  const horizon = 0.58;
  const islands = [0.44, 0.5].map((top, index) => {
    const heights = ridge(scene, 160, 0.35).map((height, at) => {
      const x = at / 159;
      const shore =
        index === 0 ? Math.max(0, 1 - Math.abs(x - 0.15) * 2.4) : Math.max(0, Math.abs(x - 0.45) * 2 - 0.5);
      return height * shore;
    });
    const path = outline(canvas, heights, top, horizon + 0.005);
    return layer(
      `island${index}`,
      path,
      land(palette, 0.2 + index * 0.25),
      palette.sky.at(-1) ?? palette.glow,
    );
  });
  const shore = outline(canvas, ridge(scene, 80, 0.1), 0.9, 0.99);
  return `${islands.join("")}${water(scene, canvas, palette, horizon, light.x * canvas.width)}
    <path d="${shore}" fill="none" stroke="${palette.shine}" stroke-width="${n(canvas.unit * 7)}" opacity="0.55"/>
    <path d="${shore}" fill="${mix(palette.near, "#d8b98a", scene.hour === "night" ? 0.2 : 0.55)}"/>`;
};

const forest: Paint = (scene, canvas, palette) => {
  const air = palette.sky.at(-1) ?? palette.glow;
  const hill = layer("hill", outline(canvas, ridge(scene, 120, 0.3), 0.44, 0.62), land(palette, 0.12), air);
  const rows = [
    [0.6, 90, 0.2],
    [0.7, 140, 0.4],
    [0.82, 210, 0.62],
    [0.94, 300, 0.82],
    [1.08, 430, 1],
  ].map(
    ([at = 0, height = 0, near = 0]) =>
      `${grove(scene, canvas, at, height, land(palette, near))}<rect y="${n(canvas.height * (at - 0.05))}" width="${canvas.width}" height="${n(canvas.height * 0.2)}" fill="url(#mist)" opacity="${n(0.75 - near * 0.6)}"/>`,
  );
  return `<linearGradient id="mist" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${air}" stop-opacity="0"/>
    <stop offset="0.6" stop-color="${air}" stop-opacity="0.9"/><stop offset="1" stop-color="${air}" stop-opacity="0.7"/></linearGradient>
    ${hill}${rows.join("")}`;
};

const city: Paint = (scene, canvas, palette, light) => {
  const quay = 0.78;
  const rows = [0.15, 0.45, 0.85].map((near, index) =>
    skyline(scene, canvas, palette, { near, index, foot: quay }),
  );
  return `${rows.join("")}${water(scene, canvas, palette, quay, light.x * canvas.width)}
    ${windows(scene, canvas, palette, quay)}`;
};

/** A row of houses; windows are lit when it is not day. */
function skyline(
  scene: Scene,
  canvas: Canvas,
  palette: Palette,
  row: { near: number; index: number; foot: number },
): string {
  const lit = scene.hour !== "day" && scene.hour !== "snow";
  const colour = land(palette, row.near);
  const parts: string[] = [];
  for (let x = -20 * canvas.unit; x < canvas.width; ) {
    const width = canvas.unit * scene.dice.between(38, 96) * (0.7 + row.index * 0.25);
    const tall = canvas.height * scene.dice.between(0.1, 0.34) * (1.15 - row.index * 0.22);
    const top = canvas.height * row.foot - tall;
    parts.push(
      `<rect x="${n(x)}" y="${n(top)}" width="${n(width + 1)}" height="${n(tall)}" fill="${colour}"/>`,
    );
    if (scene.dice() < 0.3)
      parts.push(
        `<path d="M${n(x + width * 0.5)},${n(top - tall * 0.25)} l${n(width * 0.05)},${n(tall * 0.26)} h${n(-width * 0.1)} Z" fill="${colour}"/>`,
      );
    if (row.index > 0) {
      const pane = canvas.unit * 5.5;
      for (let y = top + pane * 2; y < canvas.height * row.foot - pane; y += pane * 2.6)
        for (let at = x + pane * 1.2; at < x + width - pane; at += pane * 2.2)
          if (scene.dice() < (lit ? 0.42 : 0.5))
            parts.push(
              `<rect x="${n(at)}" y="${n(y)}" width="${n(pane)}" height="${n(pane * 1.35)}" fill="${lit ? scene.dice.pick(["#ffd98a", "#ffe9b8", "#ffbf66"]) : palette.shine}" opacity="${n(lit ? scene.dice.between(0.5, 0.95) : 0.28)}"/>`,
            );
    }
    x += width + canvas.unit * scene.dice.between(0, 10);
  }
  return parts.join("");
}

/** Lights of the quay, drawn out on the water. */
function windows(scene: Scene, canvas: Canvas, palette: Palette, quay: number): string {
  if (scene.hour === "day" || scene.hour === "snow") return "";
  const streaks = Array.from({ length: 46 }, () => {
    const length = canvas.height * scene.dice.between(0.03, 0.16);
    return `<rect x="${n(scene.dice() * canvas.width)}" y="${n(canvas.height * quay)}" width="${n(canvas.unit * scene.dice.between(2, 6))}" height="${n(length)}" opacity="${n(scene.dice.between(0.15, 0.45))}"/>`;
  });
  return `<g fill="${mix("#ffd98a", palette.glow, 0.2)}">${streaks.join("")}</g>`;
}

const meadow: Paint = (scene, canvas, palette) => {
  const air = palette.sky.at(-1) ?? palette.glow;
  const green = scene.hour === "snow" ? "#dfe9f2" : "#6fa03c";
  const hills = [
    [0.48, 0.62, 0.1],
    [0.56, 0.68, 0.3],
    [0.64, 0.78, 0.5],
    [0.76, 0.92, 0.7],
  ].map(([top = 0, bottom = 0, near = 0], index) => {
    const colour = mix(land(palette, near), green, scene.hour === "night" ? 0.08 : 0.45);
    const trees = index === 2 ? woods(scene, canvas, 0.66, 34, mix(colour, palette.near, 0.55)) : "";
    return trees + layer(`hill${index}`, outline(canvas, ridge(scene, 100, 0.12), top, bottom), colour, air);
  });
  const blossoms = Array.from({ length: 420 }, () => {
    const depth = scene.dice() ** 0.7;
    const y = canvas.height * (0.86 + depth * 0.16);
    return `<circle cx="${n(scene.dice() * canvas.width)}" cy="${n(y)}" r="${n(canvas.unit * (1.5 + depth * 5.5))}" fill="${mix(scene.accent, scene.dice.pick(["#ffffff", palette.near, scene.accent]), 0.3)}" opacity="0.9"/>`;
  });
  return hills.join("") + (scene.hour === "snow" ? "" : blossoms.join(""));
};

const desert: Paint = (scene, canvas, palette) => {
  const sand = scene.hour === "night" ? "#5a5f86" : "#e8a866";
  return [0.5, 0.58, 0.68, 0.82]
    .map((top, index) => {
      const heights = ridge(scene, 100, 0.05);
      const colour = mix(mix(sand, palette.far, 0.5 - index * 0.13), palette.near, index * 0.1);
      const shade = heights.map((height, at) => height * (0.55 + 0.45 * Math.sin(at / 13 + index * 2)));
      return (
        layer(
          `dune${index}`,
          outline(canvas, heights, top, top + 0.16),
          mix(colour, palette.light, 0.2),
          colour,
        ) +
        `<path d="${outline(canvas, shade, top + 0.02, top + 0.2)}" fill="${mix(colour, palette.near, 0.45)}" opacity="0.5"/>`
      );
    })
    .join("");
};

const space: Paint = (scene, canvas, palette) => {
  const x = canvas.width * scene.dice.between(0.35, 0.65);
  const y = canvas.height * scene.dice.between(0.42, 0.58);
  const r = canvas.unit * scene.dice.between(190, 260);
  const hue = scene.accent;
  const nebula = Array.from({ length: 9 }, () => {
    const colour = scene.dice.pick(["#6a3fd0", "#d0408f", "#2f7fe0", hue]);
    return `<ellipse cx="${n(scene.dice() * canvas.width)}" cy="${n(scene.dice() * canvas.height)}" rx="${n(canvas.unit * scene.dice.between(140, 380))}" ry="${n(canvas.unit * scene.dice.between(80, 200))}" fill="${colour}" opacity="0.32"/>`;
  });
  const ring = (half: string) =>
    `<g transform="rotate(-18 ${n(x)} ${n(y)})"><path d="M${n(x - r * 1.75)},${n(y)} A${n(r * 1.75)},${n(r * 0.42)} 0 0 ${half} ${n(x + r * 1.75)},${n(y)}" fill="none" stroke="${mix(hue, "#ffffff", 0.55)}" stroke-width="${n(r * 0.13)}" opacity="0.75"/></g>`;
  return `<filter id="cloudy" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${n(canvas.unit * 55)}"/></filter>
    <g filter="url(#cloudy)">${nebula.join("")}</g>${ring("1")}
    <radialGradient id="globe" cx="0.32" cy="0.3" r="0.8"><stop offset="0" stop-color="${mix(hue, "#ffffff", 0.6)}"/>
    <stop offset="0.5" stop-color="${hue}"/><stop offset="1" stop-color="${mix(hue, palette.near, 0.88)}"/></radialGradient>
    <circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="url(#globe)"/>${ring("0")}`;
};

export const places: Record<Place, Paint> = { mountain, sea, forest, city, meadow, desert, space };
