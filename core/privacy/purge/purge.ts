/**
 * Purges: what has reached the end of its period goes (policy 06). Everything is read from the data map: which tables,
 * when the clock of a row starts, and what goes with it.
 */
import type { RetentionRule } from "../retention.ts";

/** What a run did to one table under one rule. */
export type Evidence = {
  rule: RetentionRule;
  table: string;
  /** What was this old or older was due. */
  limit: Date;
  found: number;
  deleted: number;
  /** Could not be removed; the next run tries again. */
  failed: number;
  oldestLeft: Date | undefined;
  startedAt: Date;
  finishedAt: Date;
};

/** Removes what is due under the rules, or under all. Returns what was done, table by table. */
export async function purge(_rules?: readonly RetentionRule[]): Promise<Evidence[]> {
  return [];
}
