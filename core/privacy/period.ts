/** Dates from retention rules: the same arithmetic for the panel and for whoever ends what is due. */

import type { AnyPgTable } from "drizzle-orm/pg-core";
import { DAY, HOUR } from "../base/clock.ts";
import type { TableMap } from "./map.ts";
import { mapOf } from "./map.ts";
import { RETENTION, type RetentionRule } from "./retention.ts";
import { parentOf } from "./subject.ts";

/** The rule of a table; for one whose rows go with their parent, that of the parent. */
export function ruleOf(table: AnyPgTable): RetentionRule {
  const { retention }: TableMap = mapOf(table);
  return "rule" in retention ? retention.rule : ruleOf(parentOf(table, retention.withParent).parent);
}

/** When what started at `start` ends by a rule; null for what lives as long as the account. Years are calendar years. */
export function endOf(rule: RetentionRule, start: Date): Date | null {
  const period: { years?: number; days?: number; hours?: number; withSubject?: true } = RETENTION[rule];
  if (period.withSubject) return null;
  const end = new Date(start.getTime() + (period.days ?? 0) * DAY + (period.hours ?? 0) * HOUR);
  if (period.years) {
    const month = end.getUTCMonth();
    end.setUTCFullYear(end.getUTCFullYear() + period.years);
    // 29 February has no anniversary in most years: the last day of that month, never a day of the next.
    if (end.getUTCMonth() !== month) end.setUTCDate(0);
  }
  return end;
}
