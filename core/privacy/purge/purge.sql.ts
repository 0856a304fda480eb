import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, id } from "../../base/columns.ts";
import { dataMap } from "../map.ts";
import type { RetentionRule } from "../retention.ts";

/**
 * The evidence of the purges: one row for each rule and table that a run looked at. A run that found nothing only moves
 * the last row forward, if that found nothing either. It names tables and counts rows, and says nothing of anybody.
 */
export const purgeRun = dataMap(
  pgTable(
    "purge_run",
    {
      id: id<"purge_run">(),
      rule: text().$type<RetentionRule>().notNull(),
      tableName: text().notNull(),
      /** What was this old or older was due: the instant at which the clock of a row had to have started. */
      limitAt: at().notNull(),
      found: integer().notNull(),
      deleted: integer().notNull(),
      /** Could not be removed, and will be tried by the next run. */
      failed: integer().notNull(),
      /** The clock of the oldest row under this rule after the run; empty when there is none. */
      oldestLeft: at(),
      startedAt: at().notNull(),
      finishedAt: at().notNull(),
    },
    (t) => [
      index("purge_run_last").on(t.rule, t.tableName, t.startedAt),
      index("purge_run_started").on(t.startedAt),
    ],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "nobody",
    columns: {
      id: "technical",
      rule: "technical",
      tableName: "technical",
      limitAt: "technical",
      found: "technical",
      deleted: "technical",
      failed: "technical",
      oldestLeft: "technical",
      startedAt: "technical",
      finishedAt: "technical",
    },
    retention: { rule: "evidence", from: "startedAt" },
    onErase: { keep: "evidence", because: "counts of what was removed when, in which nobody can be found" },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
