import { index, pgTable, text } from "drizzle-orm/pg-core";
import { at } from "../base/columns.ts";
import { dataMap } from "../privacy/map.ts";

/** How each clock ran last, one row each. Says nothing of anybody: of an error its class alone. */
export const clockRun = dataMap(
  pgTable(
    "clock_run",
    {
      name: text().primaryKey(),
      /** Since when the clock is expected to run. */
      knownAt: at().notNull(),
      startedAt: at(),
      /** Empty while a run is going; one that died leaves it so. */
      endedAt: at(),
      outcome: text().$type<"done" | "failed">(),
      /** The class of the error of the last run that failed. */
      error: text(),
      /** The end of the last run that did what it should. */
      doneAt: at(),
    },
    (t) => [index("clock_run_started").on(t.startedAt)],
  ),
  {
    purpose: "security",
    legalBasis: "legitimate_interest",
    subject: "nobody",
    columns: {
      name: "technical",
      knownAt: "technical",
      startedAt: "technical",
      endedAt: "technical",
      outcome: "technical",
      error: "technical",
      doneAt: "technical",
    },
    retention: { rule: "work", from: "startedAt" },
    onErase: { keep: "work", because: "says when the service ran, and nothing of anybody" },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
