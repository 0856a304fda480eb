/** What can honestly be said of a generation that is under way: its stage, its time so far, and the room it will need. */
import type { GenerationView } from "../../api.ts";

/** The way of a generation, in order. */
export const STAGES = ["queued", "submitted", "running", "storing"] as const;
export type Stage = (typeof STAGES)[number];

/** The stage that it is in; undefined once it has ended. */
export const stageOf = (made: GenerationView): Stage | undefined =>
  STAGES.find((stage) => stage === made.state);
export const isActive = (made: GenerationView): boolean => stageOf(made) !== undefined;

/** Seconds since it was asked for, up to its end. `now` in milliseconds, by the server's clock. */
export function secondsOf(made: GenerationView, now: number): number {
  const end = made.finishedAt ? Date.parse(made.finishedAt) : now;
  return Math.max(0, (end - Date.parse(made.createdAt)) / 1000);
}

/** Half as long again as the median is longer than usual. */
const PATIENCE = 1.5;
export const takesLong = (seconds: number, typicalSeconds: number | null): boolean =>
  typicalSeconds !== null && seconds > Math.max(typicalSeconds * PATIENCE, typicalSeconds + 5);

/**
 * Width by height of what is or will be shown, so that its room is kept free from the start; undefined for speech. A
 * clip takes the shape of its first picture; a model without a choice of shapes makes 16:9.
 */
export function frameOf(made: GenerationView): number | undefined {
  const [output] = made.outputs;
  if (made.kind === "speech") return undefined;
  if (output?.width && output.height) return output.width / output.height;
  const first = made.inputs.find((input) => input.role === "first_frame")?.media;
  if (first?.width && first.height) return first.width / first.height;
  const ratio = "aspectRatio" in made.settings ? made.settings.aspectRatio : undefined;
  const [width, height] = (ratio ?? "16:9").split(":").map(Number);
  return width && height ? width / height : 16 / 9;
}

/** How many things were asked for. */
export const wantedOf = ({ settings }: GenerationView): number =>
  settings.kind === "image" ? settings.count : 1;

/** Credits that came back, or undefined while it is under way. */
export const returnedOf = (made: GenerationView): number | undefined =>
  made.creditsCharged === null ? undefined : made.credits - made.creditsCharged;
