/** What of all that is overdue or went wrong: the list at the top of the staff page. */
import type { Alarm, OperationsView } from "./operations.schema.ts";

type Waiting = { late: number; oldestAt: string | null };

/** Everything that needs somebody, those whom the law gives a date first. */
export const alarmsIn = (view: Omit<OperationsView, "alarms" | "at">): Alarm[] => [
  ...lateOnes("erasures_late", view.erasures),
  ...lateOnes("closings_late", view.closings),
  ...view.rules.filter(({ late }) => late).map((rule) => about("rule_late", nameOf(rule), rule.dueAt)),
  ...lateOnes("journal_late", view.journal),
  ...view.clocks.filter(({ late }) => late).map((clock) => about("clock_late", clock.name, clock.doneAt)),
  ...deadLetters(view.queues),
  ...lateOnes("outbox_late", view.outbox),
  ...view.rules
    .filter(({ failed }) => failed > 0)
    .map((rule) => ({ ...about("rule_failed", nameOf(rule), rule.ranAt), count: rule.failed })),
  ...view.clocks
    .filter(({ outcome }) => outcome === "failed")
    .map((clock) => about("clock_failed", clock.name, clock.endedAt)),
];

const nameOf = ({ rule, table }: { rule: string; table: string }) => `${rule}, ${table}`;

const about = (kind: Alarm["kind"], name: string | null, since: string | null): Alarm => ({
  kind,
  name,
  count: null,
  since,
});

const lateOnes = (kind: Alarm["kind"], { late, oldestAt }: Waiting): Alarm[] =>
  late > 0 ? [{ kind, name: null, count: late, since: oldestAt }] : [];

function deadLetters(queues: OperationsView["queues"]): Alarm[] {
  if (queues === null) return [about("queues_unreachable", null, null)];
  return queues.flatMap(({ name, dead }) =>
    dead ? [{ kind: "dead_letters" as const, name, count: dead, since: null }] : [],
  );
}
