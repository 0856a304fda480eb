/** When recurring work comes: the arithmetic that the host's timer and the staff page share. Times are UTC. */
import { DAY, MINUTE } from "./clock.ts";

export type Schedule = ({ every: { minutes: number } } | { dailyAt: `${number}:${number}` }) & {
  /** A run may overlap with one of another process; otherwise the later one gives way. */
  together?: true;
};

/** Milliseconds from one run to the next. */
export const periodOf = (schedule: Schedule): number =>
  "every" in schedule ? schedule.every.minutes * MINUTE : DAY;

/** Milliseconds from an instant to the next run. */
export function untilNext(schedule: Schedule, from: Date): number {
  if ("every" in schedule) return periodOf(schedule);
  const [hours = 0, minutes = 0] = schedule.dailyAt.split(":").map(Number);
  const next = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate(), hours, minutes);
  return next > from.getTime() ? next - from.getTime() : next + DAY - from.getTime();
}
