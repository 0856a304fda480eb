/** How the service runs, for staff. */
import type { AlarmKind } from "../../../../core/staff/operations.schema.ts";

type Name = string | null;
const things = (count: number, shown: string, one: string, many: string) =>
  `${shown} ${count === 1 ? one : many}`;

/** What is wrong; `shown` is the number as it is written. */
const alarm: Record<AlarmKind, (count: number, shown: string, name: Name) => string> = {
  erasures_late: (count, shown) =>
    `${things(count, shown, "erasure has", "erasures have")} been under way for more than a day.`,
  closings_late: (count, shown) =>
    `${things(count, shown, "account", "accounts")} should have been erased more than an hour ago.`,
  rule_late: (_, __, name) => `Something that should be gone is still there: ${name}.`,
  rule_failed: (count, shown, name) =>
    `${things(count, shown, "thing", "things")} could not be removed (${name}). The next run tries again.`,
  clock_late: (_, __, name) => `The clock “${name}” has not done its work for more than twice its period.`,
  clock_failed: (_, __, name) => `The last run of the clock “${name}” failed.`,
  dead_letters: (count, shown, name) =>
    `${things(count, shown, "message was", "messages were")} given up in the queue “${name}”. Once the cause is mended, npm run redrive moves them back.`,
  outbox_late: (count, shown) =>
    `${things(count, shown, "message has", "messages have")} been waiting to leave for more than ten minutes.`,
  journal_late: (count, shown) =>
    `${things(count, shown, "entry has", "entries have")} not reached the journal for more than ten minutes.`,
  queues_unreachable: () => "The queues do not answer, so nobody knows what was given up in them.",
};

export const text = {
  title: "How the service runs",
  lead: "Clocks, purges, erasures and queues. Nothing here says anything of a person.",

  passwordText: "So that nobody who finds this page open can look. It then counts for ten minutes.",
  password: "Password",
  passwordSend: "Show",
  passwordAgain: "Give the password again",
  stopped: "Your password is needed again.",
  unreachable: "The service could not be reached. It is tried again.",

  now: {
    fine: "Everything runs as it should.",
    attention: (count: number, shown: string) =>
      things(count, shown, "thing needs attention.", "things need attention."),
  },
  lastKnown: {
    fine: "Last known: everything ran as it should.",
    attention: (count: number, shown: string) =>
      `Last known: ${things(count, shown, "thing needed attention.", "things needed attention.")}`,
  },
  asOf: "As of",
  changed: "The list below has changed.",
  showChanges: "Show it",
  alarms: "Needs attention",
  over: "Over",
  since: "Since",
  never: "Never so far.",
  alarm,

  clocks: "Clocks",
  clocksLead: "Times of day are UTC where a clock is set by them.",
  every: (count: number, shown: string) => (count === 1 ? "every minute" : `every ${shown} minutes`),
  hourly: "every hour",
  daily: (hour: string) => `every day at ${hour}`,
  lastDone: "Last done",
  lastFailed: "Failed",
  running: "Running since",
  notYet: "Has not run yet.",
  next: "Next",
  dueNow: "Due now",
  late: "Overdue",
  failed: "Failed",

  rules: "Purges",
  rulesLead: "What each rule found and removed when it last looked, and the oldest thing that is left.",
  noRules: "No purge has run yet.",
  kept: "kept",
  looked: "Looked",
  found: (found: string, deleted: string, failed: string) =>
    `found ${found}, removed ${deleted}, failed ${failed}`,
  oldest: "Oldest left:",
  dueOn: "due",
  nothingLeft: "Nothing is left under this rule.",

  erasures: "Erasures",
  underWay: "Under way",
  lateOnes: "Late",
  steps: "Next steps",
  lastFinished: "Last finished",
  closings: "Accounts that are closing",
  nextClosing: "Next one to be erased",
  nothing: "None",

  messages: "Messages and queues",
  outbox: "Waiting to leave",
  mails: "Mails on their way",
  oldestOf: "oldest",
  queue: "Queue",
  waiting: "Waiting",
  dead: "Given up",
  noDead: "keeps none",

  journal: "Journal",
  position: "Position",
  pending: "Waiting to be stored",
};
export type StaffText = typeof text;
