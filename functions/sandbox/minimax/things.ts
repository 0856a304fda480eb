/** Things that stand in a picture because its prompt names them, as SVG shapes. */
import { type Canvas, n } from "./land.ts";
import { mix, type Palette } from "./palette.ts";
import type { Place, Scene, Thing } from "./scene.ts";

type Draw = (scene: Scene, canvas: Canvas, palette: Palette) => string;

/** A shape drawn in a box of 100 by 100, its foot at (50, 100), set at shares of the picture with a height in units. */
const set = (canvas: Canvas, x: number, y: number, height: number, shape: string): string => {
  const scale = (height * canvas.unit) / 100;
  return `<g transform="translate(${n(x * canvas.width - 50 * scale)} ${n(y * canvas.height - 100 * scale)}) scale(${scale.toFixed(3)})">${shape}</g>`;
};

const ON_WATER: ReadonlySet<Place> = new Set(["sea", "mountain", "city"]);

const boat: Draw = (scene, canvas, palette) => {
  if (!ON_WATER.has(scene.place)) return "";
  const hull = mix(palette.near, "#ffffff", 0.22);
  const sail = scene.things.has("boat") ? scene.accent : palette.shine;
  return set(
    canvas,
    scene.dice.between(0.35, 0.65),
    scene.place === "city" ? 0.9 : 0.84,
    190,
    `<path d="M12,84 Q50,92 90,82 Q84,98 70,99 H30 Q18,98 12,84 Z" fill="${hull}"/>
    <path d="M49,6 V84" stroke="${hull}" stroke-width="2"/><path d="M52,8 Q82,50 84,78 H52 Z" fill="${sail}"/>
    <path d="M46,18 Q28,52 18,78 H46 Z" fill="${mix(sail, "#ffffff", 0.45)}"/>
    <path d="M14,103 h72 M24,108 h54 M36,113 h32" stroke="${hull}" stroke-width="2" opacity="0.4"/>`,
  );
};

const balloon: Draw = (scene, canvas, palette) =>
  [1, 0.55]
    .map((size, index) =>
      set(
        canvas,
        scene.dice.between(0.15 + index * 0.4, 0.45 + index * 0.4),
        scene.dice.between(0.32, 0.46),
        210 * size,
        `<path d="M50,2 C86,2 92,38 76,56 L58,78 H42 L24,56 C8,38 14,2 50,2 Z" fill="${scene.accent}"/>
        <path d="M50,2 C64,2 66,38 60,56 L53,78 H47 L40,56 C34,38 36,2 50,2 Z" fill="${mix(scene.accent, "#ffffff", 0.6)}"/>
        <path d="M50,2 C14,2 8,38 24,56 L42,78 H47 L30,50 C22,30 30,8 50,2 Z" fill="${palette.near}" opacity="0.22"/>
        <path d="M43,79 L45,89 M57,79 L55,89" stroke="${palette.near}" stroke-width="1"/>
        <rect x="44" y="89" width="12" height="10" rx="2" fill="${mix(palette.near, "#a86f3c", 0.5)}"/>`,
      ),
    )
    .join("");

const bird: Draw = (scene, canvas, palette) => {
  const x = scene.dice.between(0.2, 0.7);
  const y = scene.dice.between(0.16, 0.34);
  return Array.from({ length: 7 }, (_, index) =>
    set(
      canvas,
      x + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 0.028,
      y + Math.ceil(index / 2) * 0.02 + scene.dice() * 0.012,
      34 * scene.dice.between(0.7, 1.1),
      `<path d="M2,62 Q28,38 50,66 Q72,38 98,62 Q74,54 50,78 Q26,54 2,62 Z" fill="${mix(palette.near, palette.sky[0] ?? palette.near, 0.3)}"/>`,
    ),
  ).join("");
};

const flower: Draw = (scene, canvas, palette) => {
  const blooms = Array.from({ length: 11 }, (_, index) => {
    const petals = Array.from({ length: 8 }, (_, petal) => {
      const colour = petal % 2 === 0 ? scene.accent : mix(scene.accent, "#ffffff", 0.28);
      return `<ellipse cx="50" cy="17" rx="9" ry="16" fill="${colour}" transform="rotate(${petal * 45} 50 33)"/>`;
    });
    const stem = `<path d="M50,34 Q${n(scene.dice.between(42, 58))},70 50,130" stroke="${mix(palette.near, "#4f8a3a", 0.6)}" stroke-width="4" fill="none"/>
      <path d="M50,84 Q70,66 84,72 Q70,90 50,92 Z" fill="${mix(palette.near, "#5c9a45", 0.6)}"/>`;
    const heart = `<circle cx="50" cy="33" r="9" fill="#f7cf5a"/><circle cx="48" cy="31" r="5" fill="#fff0b0" opacity="0.6"/>`;
    const x = 0.04 + index * 0.092 + scene.dice.between(-0.03, 0.03);
    return set(
      canvas,
      x,
      scene.dice.between(0.98, 1.08),
      scene.dice.between(150, 300),
      stem + petals.join("") + heart,
    );
  });
  return blooms.join("");
};

const cat: Draw = (scene, canvas, palette) =>
  set(
    canvas,
    scene.dice.between(0.3, 0.7),
    0.98,
    330,
    `<path d="M38,34 L33,12 L44,22 Q50,20 56,22 L67,12 L62,34 Q66,42 62,50 Q76,62 76,84 Q77,99 66,99 H36 Q22,99 24,84 Q26,62 40,50 Q34,42 38,34 Z M74,88 Q96,88 92,66 Q90,58 84,62 Q90,80 72,80 Z" fill="${mix(palette.near, "#000000", 0.25)}"/>
    <ellipse cx="44" cy="36" rx="3" ry="3.6" fill="${scene.accent}"/><ellipse cx="57" cy="36" rx="3" ry="3.6" fill="${scene.accent}"/>
    <path d="M49,42 h4 l-2,2.4 Z" fill="#f0a8b4"/>`,
  );

/** Where a house stands, as a share of the height: at sea on the shore in front. */
const HOUSE_FOOT: Partial<Record<Place, number>> = { forest: 0.93, sea: 0.97 };

const house: Draw = (scene, canvas, palette) =>
  set(
    canvas,
    scene.place === "sea" ? scene.dice.pick([0.12, 0.88]) : scene.dice.between(0.25, 0.7),
    HOUSE_FOOT[scene.place] ?? 0.86,
    170,
    `<rect x="22" y="54" width="56" height="46" fill="${mix(palette.near, "#c9a27a", 0.45)}"/>
    <path d="M12,58 L50,20 L88,58 Z" fill="${mix(palette.near, "#8a3f34", 0.5)}"/><rect x="66" y="22" width="9" height="24" fill="${palette.near}"/>
    <path d="M71,18 Q62,6 74,-6 Q82,-16 74,-26" stroke="${palette.shine}" stroke-width="5" fill="none" opacity="0.35"/>
    <rect x="30" y="64" width="14" height="14" fill="#ffd98a"/><rect x="57" y="64" width="14" height="14" fill="#ffd98a"/>
    <rect x="45" y="80" width="11" height="20" fill="${palette.near}"/>`,
  );

const lighthouse: Draw = (scene, canvas, palette) => {
  const rock = mix(palette.near, palette.far, 0.35);
  const wall = mix("#f4efe6", palette.near, 0.15);
  const band = mix("#c8383c", palette.near, 0.2);
  const beam = scene.hour === "day" ? 0 : 0.6;
  return set(
    canvas,
    scene.dice.pick([0.16, 0.84]),
    0.88,
    420,
    `<radialGradient id="beam" gradientUnits="userSpaceOnUse" cx="50" cy="20" r="95"><stop offset="0" stop-color="#ffe9a8" stop-opacity="${beam}"/>
    <stop offset="1" stop-color="#ffe9a8" stop-opacity="0"/></radialGradient>
    <path d="M53,21 L145,1 V35 Z M47,21 L-45,1 V35 Z" fill="url(#beam)"/>
    <path d="M22,100 Q28,84 40,84 Q50,78 60,84 Q74,86 80,100 Z" fill="${rock}"/>
    <path d="M45,28 H55 L58,86 H42 Z" fill="${wall}"/><path d="M44.2,42 H55.8 L56.5,54 H43.6 Z M43,66 H57 L57.7,78 H42.4 Z" fill="${band}"/>
    <rect x="42" y="26" width="16" height="2.4" fill="${band}"/><rect x="46" y="17" width="8" height="9" fill="#ffe9a8"/>
    <path d="M44,17 Q50,8 56,17 Z" fill="${band}"/>`,
  );
};

const person: Draw = (scene, canvas, palette) =>
  set(
    canvas,
    scene.dice.between(0.35, 0.65),
    0.98,
    300,
    `<circle cx="50" cy="12" r="7.5" fill="${mix(palette.near, "#000000", 0.3)}"/>
    <path d="M40,24 Q50,18 60,24 L64,56 L60,58 L57,40 L60,99 H52 L50,66 L48,99 H40 L43,40 L40,58 L36,56 Z" fill="${mix(palette.near, "#000000", 0.3)}"/>
    <path d="M41,23 Q50,30 59,23 L61,30 Q50,36 39,30 Z" fill="${scene.accent}"/>`,
  );

const tower: Draw = (_scene, canvas, palette) =>
  set(
    canvas,
    0.5,
    0.785,
    520,
    `<path d="M49.4,0 H50.6 L52,26 L55,48 H57 V52 H56 L61,72 H64 V76 H62 Q66,90 74,100 H63 Q58,84 50,84 Q42,84 37,100 H26 Q34,90 38,76 H36 V72 H39 L44,52 H43 V48 H45 L48,26 Z" fill="${mix(palette.near, palette.far, 0.12)}"/>
    <path d="M48.5,34 L52,46 M51.5,34 L48,46 M46,54 L56,70 M54,54 L44,70" stroke="${palette.glow}" stroke-width="0.7" opacity="0.6"/>`,
  );

const DRAWINGS: Record<Exclude<Thing, "aurora">, Draw> = {
  tower,
  balloon,
  bird,
  lighthouse,
  boat,
  house,
  flower,
  person,
  cat,
};

/** Everything the prompt names, far things first. */
export const things = (scene: Scene, canvas: Canvas, palette: Palette): string =>
  Object.entries(DRAWINGS)
    .filter(([thing]) => scene.things.has(thing as Thing))
    .map(([, draw]) => draw(scene, canvas, palette))
    .join("");
