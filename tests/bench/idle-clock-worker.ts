/**
 * Runs the hourly clocks where nothing is due, in a process of its own: the server adds up what a connection has read when
 * it ends. Prints the milliseconds of each clock's middle run.
 */
import { closeDatabase } from "../../core/base/database.ts";
import { SCHEDULES, type ScheduleName } from "../../functions/clock/schedules.ts";
import { median } from "./line.ts";

/** The first one also loads code and plans statements. */
const RUNS = 6;

const hourly = (Object.keys(SCHEDULES) as ScheduleName[]).filter((name) => {
  const schedule = SCHEDULES[name];
  return "every" in schedule && schedule.every.minutes === 60;
});
const taken: Record<string, number> = {};
for (const name of hourly) {
  const { run } = (await import(`../../functions/clock/${name}.ts`)) as { run(): Promise<void> };
  const times: number[] = [];
  for (let round = 0; round < RUNS; round++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  taken[name] = median(times.slice(1));
}
await closeDatabase();
console.log(JSON.stringify({ runs: RUNS, taken }));
