/** Colours of the hours: the sky from top to horizon, the land from far (mixed with air) to near, and the lights. */
import type { Hour } from "./scene.ts";

export interface Palette {
  sky: readonly string[];
  /** Land at the horizon and land at the viewer's feet. */
  far: string;
  near: string;
  /** The disc of the sun or moon, and the light around it. */
  light: string;
  glow: string;
  cloud: string;
  /** Bright edges: snow, foam, window panes. */
  shine: string;
}

export const palettes: Record<Hour, Palette> = {
  day: {
    sky: ["#3d8fd6", "#7fc0ee", "#c5e6f5", "#f7f1dc"],
    far: "#a8cfd9",
    near: "#1e5a4c",
    light: "#fffbe8",
    glow: "#fff3c4",
    cloud: "#ffffff",
    shine: "#ffffff",
  },
  dawn: {
    sky: ["#6f86c9", "#b9a7d9", "#f4c1c8", "#ffe6c4"],
    far: "#d9b3c4",
    near: "#2f3f63",
    light: "#fff6e0",
    glow: "#ffd9b0",
    cloud: "#ffe9ea",
    shine: "#fff2ee",
  },
  sunset: {
    sky: ["#2a1a55", "#83326f", "#e8615f", "#ffb35c", "#ffdf94"],
    far: "#d0697a",
    near: "#22103a",
    light: "#fff3cf",
    glow: "#ffcf7d",
    cloud: "#ff9a7e",
    shine: "#ffe2b0",
  },
  night: {
    sky: ["#060a22", "#101c4a", "#25407f", "#4f76ad"],
    far: "#2a4174",
    near: "#050916",
    light: "#f4f1dd",
    glow: "#a9c4f2",
    cloud: "#3d5590",
    shine: "#dfeaff",
  },
  storm: {
    sky: ["#2b3442", "#4b5968", "#7f8e99", "#c3c9c4"],
    far: "#93a3a8",
    near: "#1a2a2e",
    light: "#eef0e4",
    glow: "#d9dccb",
    cloud: "#56626f",
    shine: "#e9efee",
  },
  snow: {
    sky: ["#7da3cd", "#b3cde5", "#dde9f3", "#fdf3ea"],
    far: "#c5d6e6",
    near: "#3d5876",
    light: "#fffaf0",
    glow: "#ffeeda",
    cloud: "#f5f8fc",
    shine: "#ffffff",
  },
};

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** The colour `share` of the way from one to the other (both `#rrggbb`). */
export function mix(from: string, to: string, share: number): string {
  const end = channels(to);
  const mixed = channels(from).map((value, index) => Math.round(value + ((end[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => Math.max(0, Math.min(255, value)).toString(16).padStart(2, "0")).join("")}`;
}
