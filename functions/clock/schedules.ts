/**
 * The clocks: ONE table, read by the infrastructure (EventBridge) and by the host's timer. Times are UTC. Each names a
 * file of this folder, whose `run` is the same function in both deployments.
 */
import type { Schedule } from "../../core/base/schedule.ts";

export const SCHEDULES = {
  /** Sends what a relay left behind, and wakes generations that should have moved. */
  relay: { every: { minutes: 1 }, together: true },
  /** Stores journal entries that a relay left behind. */
  journal: { every: { minutes: 1 }, together: true },
  /** Looks at the whole journal: no link may be missing or changed. */
  "verify-journal": { dailyAt: "03:40" },
  /** Removes what has reached the end of its period, by every rule. */
  purge: { every: { minutes: 60 } },
  /** Tells idle accounts of their end, three times, and erases those whose three years are over. */
  "idle-accounts": { every: { minutes: 60 } },
  /** Removes what was deleted more than an hour ago. */
  "empty-trash": { every: { minutes: 10 } },
  /** Prepares the log's partitions of the days to come. */
  "log-partitions": { dailyAt: "00:20" },
  /** Removes exports that have stood ready for seven days. */
  "expire-exports": { every: { minutes: 60 } },
  /** Begins the erasure of accounts whose 30 days are over. */
  "erase-due": { every: { minutes: 60 } },
  /** Mails a new version of the policy to every account, once. */
  "announce-policy": { every: { minutes: 60 } },
  /** Removes sign-ups that nobody confirmed. */
  "sweep-leftovers": { dailyAt: "02:40" },
  /** Objects without rows, rows without objects, things at the provider without an owner. */
  "sweep-orphans": { dailyAt: "03:10" },
  /** Says in the log what is overdue. */
  watch: { every: { minutes: 60 } },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof SCHEDULES;

/** A schedule as EventBridge writes it. */
export const cronOf = (schedule: Schedule): `rate(${string})` | `cron(${string})` => {
  if ("dailyAt" in schedule) {
    const [hours, minutes] = schedule.dailyAt.split(":").map(Number);
    return `cron(${minutes} ${hours} * * ? *)`;
  }
  const { minutes } = schedule.every;
  return `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
};
