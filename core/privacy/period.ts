/** Dates from retention rules: the same arithmetic for the panel and for whoever ends what is due. All of it in UTC. */

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

type Parts = { years?: number; days?: number; hours?: number; withSubject?: true };
const partsOf = (rule: RetentionRule): Parts => RETENTION[rule];
const lengthOf = ({ days = 0, hours = 0 }: Parts): number => days * DAY + hours * HOUR;

/**
 * When what started at `start` ends by a rule; null for what lives as long as the account. Years are calendar years; one
 * that began on 29 February ends with the last hour of 28 February (Regulation 1182/71, art. 3(2)(c)).
 */
export function endOf(rule: RetentionRule, start: Date): Date | null {
  const parts = partsOf(rule);
  if (parts.withSubject) return null;
  const end = addYears(start, parts.years ?? 0);
  // The overflow into March is right as a day: the last hour of February ends as March begins.
  if (end.getUTCMonth() !== start.getUTCMonth()) end.setUTCHours(0, 0, 0, 0);
  return new Date(end.getTime() + lengthOf(parts));
}

/**
 * The latest start whose period is over at `at`: exactly what started then or before has ended (`endOf`). Null for a rule
 * without a period of its own.
 */
export function limitOf(rule: RetentionRule, at: Date): Date | null {
  const parts = partsOf(rule);
  if (parts.withSubject) return null;
  const before = new Date(at.getTime() - lengthOf(parts));
  const limit = addYears(before, -(parts.years ?? 0));
  // There was no 29 February: everything before March of that year has ended, and nothing of March.
  if (limit.getUTCMonth() !== before.getUTCMonth()) return new Date(limit.setUTCHours(0, 0, 0, 0) - 1);
  return limit;
}

function addYears(instant: Date, years: number): Date {
  const moved = new Date(instant);
  moved.setUTCFullYear(moved.getUTCFullYear() + years);
  return moved;
}
