/** How the service runs, for staff: names of clocks, rules, tables and queues, counts and instants. Nothing of a person. */
import * as v from "valibot";

/** What needs somebody's attention. */
export const ALARMS = [
  "clock_late",
  "clock_failed",
  "rule_late",
  "rule_failed",
  "closings_late",
  "erasures_late",
  "dead_letters",
  "outbox_late",
  "journal_late",
  "queues_unreachable",
] as const;
export type AlarmKind = (typeof ALARMS)[number];

const Instant = v.nullable(v.string());
const Alarm = v.object({
  kind: v.picklist(ALARMS),
  /** The clock, the rule with its table, or the queue. */
  name: v.nullable(v.string()),
  /** How many things it is about. */
  count: v.nullable(v.number()),
  /** Since when, or how old the oldest is. */
  since: Instant,
});
export type Alarm = v.InferOutput<typeof Alarm>;

const Clock = v.object({
  name: v.string(),
  /** Seconds from one run to the next. */
  periodSeconds: v.number(),
  /** The hour (UTC) of a daily one. */
  dailyAt: v.nullable(v.string()),
  startedAt: Instant,
  endedAt: Instant,
  outcome: v.nullable(v.picklist(["done", "failed"])),
  /** The class of the error of the last run, if that failed. */
  error: v.nullable(v.string()),
  /** The end of the last run that did what it should. */
  doneAt: Instant,
  nextAt: v.string(),
  late: v.boolean(),
});
export type ClockView = v.InferOutput<typeof Clock>;

const Rule = v.object({
  rule: v.string(),
  table: v.string(),
  /** What the rule is about and how long that is kept, in the reader's language. */
  what: v.string(),
  period: v.string(),
  ranAt: v.string(),
  found: v.number(),
  deleted: v.number(),
  failed: v.number(),
  /** The clock of the oldest row that was left, and when that row is due. */
  oldestAt: Instant,
  dueAt: Instant,
  late: v.boolean(),
});
export type RuleView = v.InferOutput<typeof Rule>;

const Waiting = v.object({ waiting: v.number(), late: v.number(), oldestAt: Instant });
const Erasures = v.object({
  ...Waiting.entries,
  steps: v.array(v.object({ step: v.string(), count: v.number() })),
  finishedAt: Instant,
});
const Journal = v.object({ sequence: v.number(), at: Instant, ...Waiting.entries });
const QueueCount = v.object({ name: v.string(), waiting: v.number(), dead: v.nullable(v.number()) });
export type QueueCount = v.InferOutput<typeof QueueCount>;

export const OperationsView = v.object({
  at: v.string(),
  alarms: v.array(Alarm),
  clocks: v.array(Clock),
  rules: v.array(Rule),
  erasures: Erasures,
  closings: Waiting,
  outbox: Waiting,
  mails: Waiting,
  journal: Journal,
  /** Null while the queues cannot be reached. */
  queues: v.nullable(v.array(QueueCount)),
});
export type OperationsView = v.InferOutput<typeof OperationsView>;
