/** How the service runs, read at one moment: what staff see, and all that they see. */
import { now } from "../base/clock.ts";
import { Nothing } from "../base/command.ts";
import { reading } from "../base/database.ts";
import { log } from "../base/log.ts";
import type { Schedule } from "../base/schedule.ts";
import { alarmsIn } from "./alarms.ts";
import { readClocks } from "./clocks.ts";
import type { OperationsView } from "./operations.schema.ts";
import { readQueues } from "./queues.ts";
import { readRules } from "./rules.ts";
import { staffQuery } from "./staff.ts";
import { readClosings, readErasures, readJournal, readMails, readOutbox } from "./work.ts";

/** The reading for a table of clocks. Throws `not_found` for who is no staff, and `password_needed`. */
export const operationsReader = (schedules: Record<string, Schedule>) =>
  staffQuery(Nothing, () => readOperations(schedules));

/**
 * The same look by a clock, for when nobody opens the page: each alarm is an error in the log, which whatever watches the
 * log passes on. `watcher` is that clock: it is not late, it is here. Returns how many there are.
 */
export async function watchOperations(schedules: Record<string, Schedule>, watcher: string): Promise<number> {
  const { alarms: all } = await reading(() => readOperations(schedules));
  const alarms = all.filter(({ kind, name }) => !(kind === "clock_late" && name === watcher));
  for (const { kind, name, count } of alarms)
    log.error("operations.overdue", { state: kind, ...(name ? { place: name } : {}), count: count ?? 1 });
  return alarms.length;
}

async function readOperations(schedules: Record<string, Schedule>): Promise<OperationsView> {
  const [clocks, rules, erasures, closings, outbox, mails, journal, queues] = await Promise.all([
    readClocks(schedules),
    readRules(),
    readErasures(),
    readClosings(),
    readOutbox(),
    readMails(),
    readJournal(),
    readQueues(),
  ]);
  const view = { clocks, rules, erasures, closings, outbox, mails, journal, queues };
  return { at: now().toISOString(), alarms: alarmsIn(view), ...view };
}
