/** The clocks on a host: the schedule table, run by timers of this process. A run that is still going is not doubled. */
import { actAs } from "../../core/base/actor.ts";
import { DAY, MINUTE, now } from "../../core/base/clock.ts";
import { newId } from "../../core/base/id.ts";
import { log } from "../../core/base/log.ts";
import * as EmptyTrash from "../clock/empty-trash.ts";
import * as ExpireExports from "../clock/expire-exports.ts";
import * as LogPartitions from "../clock/log-partitions.ts";
import * as Relay from "../clock/relay.ts";
import { SCHEDULES, type Schedule, type ScheduleName } from "../clock/schedules.ts";
import * as SweepLeftovers from "../clock/sweep-leftovers.ts";
import { within } from "./within.ts";

const RUNS: Record<ScheduleName, () => Promise<void>> = {
  relay: Relay.run,
  "empty-trash": EmptyTrash.run,
  "expire-exports": ExpireExports.run,
  "log-partitions": LogPartitions.run,
  "sweep-leftovers": SweepLeftovers.run,
};

/** Milliseconds from an instant to the next run. */
export function untilNext(schedule: Schedule, from: Date): number {
  if ("every" in schedule) return schedule.every.minutes * MINUTE;
  const [hours = 0, minutes = 0] = schedule.dailyAt.split(":").map(Number);
  const next = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate(), hours, minutes);
  return next > from.getTime() ? next - from.getTime() : next + DAY - from.getTime();
}

/** One run. A failure is logged and costs this run only: the next one comes as planned. */
async function runOnce(name: ScheduleName, work: () => Promise<void>): Promise<void> {
  const facts = { requestId: newId<"request">(), locale: "en" } as const;
  await actAs(
    { type: "task", name },
    async () => {
      try {
        await work();
      } catch (error) {
        log.error("clock.failed", { clock: name }, error);
      }
    },
    facts,
  );
}

/**
 * Starts every clock; each also runs once at the start, for what was due while the host was off. `stop` starts no more
 * runs and gives those that are going `patience` milliseconds.
 */
export function startTimer(runs = RUNS): { stop(patience: number): Promise<void> } {
  const timers = new Map<ScheduleName, NodeJS.Timeout>();
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  const start = (name: ScheduleName) => {
    const work = runOnce(name, runs[name]).finally(() => {
      inHand.delete(work);
      if (!stopping)
        timers.set(
          name,
          setTimeout(() => start(name), untilNext(SCHEDULES[name], now())),
        );
    });
    inHand.add(work);
  };
  for (const name of Object.keys(SCHEDULES) as ScheduleName[]) start(name);
  return {
    stop: async (patience) => {
      stopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await within(patience, Promise.all(inHand));
    },
  };
}
