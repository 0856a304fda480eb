import { expect, onTestFinished, test, vi } from "vitest";
import { currentActor } from "../../core/base/actor.ts";
import { SCHEDULES } from "../../functions/clock/schedules.ts";
import { startTimer, untilNext } from "../../functions/host/timer.ts";

const HOUR = 3_600_000;
const nothing = async () => {};
const idle = Object.fromEntries(Object.keys(SCHEDULES).map((name) => [name, nothing])) as Record<
  keyof typeof SCHEDULES,
  () => Promise<void>
>;

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

test("a run that fails costs that run only", async () => {
  stopTheClock();
  let runs = 0;
  const timer = startTimer({
    ...idle,
    relay: async () => {
      runs++;
      throw new Error("the database is away");
    },
  });
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(runs).toBe(4);
  await timer.stop(0);
});

test("a run that is still going is not doubled, and stopping waits for it", async () => {
  stopTheClock();
  let runs = 0;
  let finish = () => {};
  const timer = startTimer({
    ...idle,
    relay: () => {
      runs++;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  });
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

test("a run acts as the task of its name", async () => {
  let actor: unknown;
  const timer = startTimer({
    ...idle,
    relay: async () => {
      actor = currentActor();
    },
  });
  await timer.stop(1_000);
  expect(actor).toEqual({ type: "task", name: "relay" });
});
