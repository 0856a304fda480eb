import { expect, onTestFinished, test, vi } from "vitest";
import { untilNext } from "../../core/base/schedule.ts";
import { SCHEDULES } from "../../functions/clock/schedules.ts";
import { startTimer } from "../../functions/host/timer.ts";

const HOUR = 3_600_000;
const nothing = async () => {};
const idle = Object.fromEntries(Object.keys(SCHEDULES).map((name) => [name, nothing])) as Record<
  keyof typeof SCHEDULES,
  () => Promise<void>
>;

/** The work alone: what surrounds it is told in run.test.ts. */
const plainly = (_: string, work: () => Promise<void>) => work();

function stopTheClock(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

test("a daily clock waits for its hour, in UTC, and for the next day once it has passed", () => {
  const daily = { dailyAt: "02:40" } as const;
  expect(untilNext(daily, new Date("2026-03-28T23:40:00Z"))).toBe(3 * HOUR);
  expect(untilNext(daily, new Date("2026-03-28T02:40:00Z"))).toBe(24 * HOUR);
  expect(untilNext({ every: { minutes: 10 } }, new Date("2026-03-28T02:40:00Z"))).toBe(HOUR / 6);
});

test("every clock runs at the start and again when it is due", async () => {
  stopTheClock();
  let runs = 0;
  const relay = async () => {
    runs++;
  };
  const timer = startTimer({ ...idle, relay }, plainly);
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(runs).toBe(4);
  await timer.stop(0);
});

test("the clock that looks for what is overdue looks after the first runs of the others, and waits a minute at most", async () => {
  stopTheClock();
  const looks: boolean[] = [];
  let purged = false;
  let finish = () => {};
  const purge = () =>
    new Promise<void>((resolve) => {
      finish = resolve;
    }).then(() => {
      purged = true;
    });
  const watch = async () => void looks.push(purged);
  const timer = startTimer({ ...idle, purge, watch }, plainly);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toEqual([]);
  finish();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toEqual([true]);
  await timer.stop(0);

  purged = false;
  const slow = startTimer({ ...idle, purge, watch }, plainly);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(looks).toEqual([true, false]);
  finish();
  await slow.stop(0);
});

test("a run that is still going is not doubled, and stopping waits for it", async () => {
  stopTheClock();
  let runs = 0;
  let finish = () => {};
  const relay = () => {
    runs++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const timer = startTimer({ ...idle, relay }, plainly);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  let stopped = false;
  const stopping = timer.stop(10_000).then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect([runs, stopped]).toEqual([1, false]);
  finish();
  await stopping;
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(runs).toBe(1);
});
