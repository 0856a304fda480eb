/**
 * The clocks: ONE table, read by the infrastructure (EventBridge) and by the host's timer. Times are UTC. Each names a
 * file of this folder, whose `run` is the same function in both deployments.
 */
import type { Schedule } from "../../core/base/schedule.ts";
import type { Given } from "../given.ts";

/** What every clock is given in the cloud, beside what the table says. */
export const CLOCK = { minutes: 10, megabytes: 512, functions: 1 } as const;
type Clock = Schedule & Omit<Given, keyof typeof CLOCK>;

export const SCHEDULES = {
  /** Sends what a relay left behind, and wakes generations that should have moved. */
  relay: { every: { minutes: 1 }, together: true, storage: "follow", may: ["send"] },
  /** Stores journal entries that a relay left behind. */
  journal: { every: { minutes: 1 }, together: true, storage: "record" },
  /** Looks at the whole journal: no link may be missing or changed. */
  "verify-journal": { dailyAt: "03:40", storage: "follow" },
  /** Removes what has reached the end of its period, by every rule. */
  purge: { every: { minutes: 60 }, storage: "erase", may: ["send"] },
  /** Tells idle accounts of their end, three times, and erases those whose three years are over. */
  "idle-accounts": { every: { minutes: 60 }, storage: "record", may: ["send"] },
  /** Removes what was deleted more than an hour ago. */
  "empty-trash": { every: { minutes: 10 }, storage: "erase" },
  /** Prepares the log's partitions of the days to come. */
  "log-partitions": { dailyAt: "00:20", storage: "follow" },
  /** Removes exports that have stood ready for seven days. */
  "expire-exports": { every: { minutes: 60 }, storage: "expire" },
  /** Begins the erasure of accounts whose 30 days are over. */
  "erase-due": { every: { minutes: 60 }, storage: "record", may: ["send"] },
  /** Mails a new version of the policy to every account, once. */
  "announce-policy": { every: { minutes: 60 }, storage: "follow", may: ["send"] },
  /** Removes sign-ups that nobody confirmed. */
  "sweep-leftovers": { dailyAt: "02:40", storage: "record" },
  /** Objects without rows, rows without objects, things at the provider without an owner. */
  "sweep-orphans": {
    dailyAt: "03:10",
    storage: "erase",
    secrets: ["MinimaxApiKey"],
    may: ["send"],
    parts: ["sharp"],
  },
  /** Says in the log what is overdue. */
  watch: { every: { minutes: 60 }, storage: "follow", may: ["send", "count"] },
} as const satisfies Record<string, Clock>;

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
