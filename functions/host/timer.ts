/** The clocks on a host: the schedule table, run by timers of this process. A run that is still going is not doubled. */
import { now } from "../../core/base/clock.ts";
import { untilNext } from "../../core/base/schedule.ts";
import * as AnnouncePolicy from "../clock/announce-policy.ts";
import * as EmptyTrash from "../clock/empty-trash.ts";
import * as EraseDue from "../clock/erase-due.ts";
import * as ExpireExports from "../clock/expire-exports.ts";
import * as IdleAccounts from "../clock/idle-accounts.ts";
import * as Journal from "../clock/journal.ts";
import * as LogPartitions from "../clock/log-partitions.ts";
import * as Purge from "../clock/purge.ts";
import * as Relay from "../clock/relay.ts";
import { runClock } from "../clock/run.ts";
import { SCHEDULES, type ScheduleName } from "../clock/schedules.ts";
import * as SweepLeftovers from "../clock/sweep-leftovers.ts";
import * as SweepOrphans from "../clock/sweep-orphans.ts";
import * as VerifyJournal from "../clock/verify-journal.ts";
import * as Watch from "../clock/watch.ts";
import { within } from "./within.ts";

/** How long the clock that looks at the others waits for their first runs, which may have much to make up for. */
const FIRST_LOOK_MS = 60_000;

type Runs = Record<ScheduleName, () => Promise<void>>;

const RUNS: Runs = {
  relay: Relay.run,
  journal: Journal.run,
  "verify-journal": VerifyJournal.run,
  purge: Purge.run,
  "idle-accounts": IdleAccounts.run,
  "empty-trash": EmptyTrash.run,
  "expire-exports": ExpireExports.run,
  "erase-due": EraseDue.run,
  "announce-policy": AnnouncePolicy.run,
  "log-partitions": LogPartitions.run,
  "sweep-leftovers": SweepLeftovers.run,
  "sweep-orphans": SweepOrphans.run,
  watch: Watch.run,
};

/**
 * Starts every clock; each also runs once at the start, for what was due while the host was off. `stop` starts no more
 * runs and gives those that are going `patience` milliseconds. `run` never throws.
 */
export function startTimer(runs = RUNS, run = runClock): { stop(patience: number): Promise<void> } {
  const timers = new Map<ScheduleName, NodeJS.Timeout>();
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  const start = (name: ScheduleName) => {
    const work = run(name, runs[name]).finally(() => {
      inHand.delete(work);
      if (!stopping)
        timers.set(
          name,
          setTimeout(() => start(name), untilNext(SCHEDULES[name], now())),
        );
    });
    inHand.add(work);
  };
  for (const name of Object.keys(SCHEDULES) as ScheduleName[]) if (name !== "watch") start(name);
  // After a pause all of them are late until they have run: that is no alarm.
  void within(FIRST_LOOK_MS, Promise.all(inHand)).then(() => {
    if (!stopping) start("watch");
  });
  return {
    stop: async (patience) => {
      stopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await within(patience, Promise.all(inHand));
    },
  };
}
