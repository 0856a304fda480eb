/**
 * The evidence of a run. What was removed is counted in the transaction that removed it, so that the sum is right even
 * when a run is killed. A run that found nothing moves the last row forward, if that found nothing either: the table
 * grows with what was removed and not with the hours.
 */
import { and, desc, eq, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { afterCommit, asEraser, db } from "../../base/database.ts";
import { newId } from "../../base/id.ts";
import { writeJournal } from "../journal/journal.ts";
import { RETENTION, type RetentionRule } from "../retention.ts";
import { purgeRun } from "./purge.sql.ts";

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
export type Subject = Pick<Evidence, "rule" | "table" | "limit">;
export type Recorder = ReturnType<typeof recordRun>;

/** Evidence of one rule and table, from the beginning of a run to its end. */
export function recordRun(subject: Subject) {
  const id = newId<"purge_run">();
  const startedAt = now();
  let [told, counted] = [false, 0];
  return {
    /** Counts what the open transaction, which is the eraser's, has removed. */
    removed: async (count: number): Promise<void> => {
      if (count === 0) return;
      await add(id, subject, { deleted: count, failed: 0 }, startedAt);
      await afterCommit(async () => {
        counted += count;
      });
      if (told || !lastsYears(subject.rule)) return;
      await writeJournal({ kind: "purge", rule: subject.rule, limit: subject.limit.toISOString() });
      await afterCommit(async () => {
        told = true;
      });
    },
    /** Writes down how the run ended, with what has not been counted yet. */
    finish: async (end: { deleted: number; failed: number; oldestLeft?: Date }): Promise<Evidence> => {
      const { failed, oldestLeft } = end;
      const deleted = Math.max(end.deleted, counted);
      const evidence = { ...subject, found: deleted + failed, deleted, failed, oldestLeft, startedAt };
      await asEraser(async () => {
        if (evidence.found === 0 && (await moveForward(subject, startedAt, oldestLeft))) return;
        await add(id, subject, { deleted: deleted - counted, failed }, startedAt, oldestLeft);
      });
      return { ...evidence, finishedAt: now() };
    },
  };
}

/** What a backup could bring back for years is told to the journal; the rest runs out again by itself. */
const lastsYears = (rule: RetentionRule): boolean => "years" in RETENTION[rule];

type RunId = (typeof purgeRun.$inferSelect)["id"];
type Counts = { deleted: number; failed: number };

async function add(
  id: RunId,
  { rule, table: tableName, limit: limitAt }: Subject,
  { deleted, failed }: Counts,
  startedAt: Date,
  oldestLeft?: Date,
): Promise<void> {
  const finishedAt = now();
  const last = { oldestLeft: oldestLeft ?? null, finishedAt };
  const plus = (column: PgColumn, more: number) => sql`${column} + ${more}::int`;
  await db()
    .insert(purgeRun)
    .values({ id, rule, tableName, limitAt, found: deleted + failed, deleted, failed, startedAt, ...last })
    .onConflictDoUpdate({
      target: purgeRun.id,
      set: {
        found: plus(purgeRun.found, deleted + failed),
        deleted: plus(purgeRun.deleted, deleted),
        failed: plus(purgeRun.failed, failed),
        ...last,
      },
    });
}

/** True when the last run of this rule and table found nothing either, and now stands for this one as well. */
async function moveForward(
  subject: Subject,
  startedAt: Date,
  oldestLeft: Date | undefined,
): Promise<boolean> {
  const { rule, table, limit: limitAt } = subject;
  const [last] = await db()
    .select({ id: purgeRun.id, found: purgeRun.found })
    .from(purgeRun)
    .where(and(eq(purgeRun.rule, rule), eq(purgeRun.tableName, table)))
    .orderBy(desc(purgeRun.startedAt))
    .limit(1);
  if (last?.found !== 0) return false;
  await db()
    .update(purgeRun)
    .set({ limitAt, oldestLeft: oldestLeft ?? null, startedAt, finishedAt: now() })
    .where(eq(purgeRun.id, last.id));
  return true;
}
