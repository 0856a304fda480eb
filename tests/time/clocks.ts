/** The clocks of the schedule table, run by the set clock at the instants that the table names. */

import type { Schedule } from "../../core/base/schedule.ts";
import { runClock } from "../../functions/clock/run.ts";
import { SCHEDULES, type ScheduleName } from "../../functions/clock/schedules.ts";
import { DAY, HOUR, MINUTE, plus } from "./calendar.ts";
import { Broken } from "./world.ts";

type Work = () => Promise<void>;
type Clock = { name: ScheduleName; schedule: Schedule; work: Work };

const clocks: Clock[] = [];
for (const [name, schedule] of Object.entries(SCHEDULES) as [ScheduleName, Schedule][])
  clocks.push({ name, schedule, work: (await import(`../../functions/clock/${name}.ts`)).run });

/** The names of all clocks. */
export const clockNames = clocks.map(({ name }) => name);

/** A run as each deployment makes it; there a failure is noted and costs one run, here it ends the world. */
async function runOne({ name, work }: Clock): Promise<void> {
  const failures: unknown[] = [];
  await runClock(name, () =>
    work().catch((error: unknown) => {
      failures.push(error);
      throw error;
    }),
  );
  if (failures.length > 0)
    throw new Broken(`the clock ${name} failed: ${failures[0]}`, { cause: failures[0] });
}

/** When the daily clocks run on a day. */
export const dailyRuns = (day: Date): { name: ScheduleName; at: Date; run: Work }[] =>
  clocks.flatMap((clock) => {
    if ("every" in clock.schedule) return [];
    const [hours = 0, minutes = 0] = clock.schedule.dailyAt.split(":").map(Number);
    return [{ name: clock.name, at: plus(day, hours * HOUR + minutes * MINUTE), run: () => runOne(clock) }];
  });

const minutesOf = ({ schedule }: Clock) => ("every" in schedule ? schedule.every.minutes : DAY / MINUTE);

/** Runs the clocks that come round more often than daily, as far as they are wanted, in the order of the table. */
export async function runFrequent(wanted: (name: ScheduleName, minutes: number) => boolean): Promise<void> {
  for (const clock of clocks)
    if (minutesOf(clock) < DAY / MINUTE && wanted(clock.name, minutesOf(clock))) await runOne(clock);
}
