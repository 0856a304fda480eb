/** The clocks: when each ran last and comes next, and whether it should have by now. */
import { readClockRuns } from "../audit/clock-run.ts";
import { now } from "../base/clock.ts";
import { periodOf, type Schedule, untilNext } from "../base/schedule.ts";
import type { ClockView } from "./operations.schema.ts";

/** A clock that has done nothing for so many of its periods is late. */
const PATIENCE_PERIODS = 2;

/** Every clock of a table of schedules, in its order. */
export async function readClocks(schedules: Record<string, Schedule>): Promise<ClockView[]> {
  const runs = new Map((await readClockRuns()).map((run) => [run.name, run]));
  return Object.entries(schedules).map(([name, schedule]) => {
    const run = runs.get(name);
    const seen = run?.doneAt ?? run?.knownAt;
    const last = run?.endedAt ?? run?.startedAt ?? now();
    // A daily one comes at its hour, whenever it ran last.
    const from = "every" in schedule ? last : now();
    return {
      name,
      periodSeconds: periodOf(schedule) / 1000,
      dailyAt: "dailyAt" in schedule ? schedule.dailyAt : null,
      startedAt: run?.startedAt?.toISOString() ?? null,
      endedAt: run?.endedAt?.toISOString() ?? null,
      outcome: run?.outcome ?? null,
      error: run?.error ?? null,
      doneAt: run?.doneAt?.toISOString() ?? null,
      nextAt: new Date(from.getTime() + untilNext(schedule, from)).toISOString(),
      late: seen !== undefined && now().getTime() - seen.getTime() > PATIENCE_PERIODS * periodOf(schedule),
    };
  });
}
