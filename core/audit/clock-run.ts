/** How the clocks ran last, for whoever looks after the service: instants, and of an error its class alone. */
import { eq } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { clockRun } from "./clock-run.sql.ts";

export type ClockRun = typeof clockRun.$inferSelect;

/** Notes that a run begins. `known` are all clocks: each is expected from the first run of any of them on. */
export async function noteClockStart(name: string, known: readonly string[]): Promise<void> {
  const rows = known.map((each) => ({ name: each, knownAt: now() }));
  await db().insert(clockRun).values(rows).onConflictDoNothing();
  await db().update(clockRun).set({ startedAt: now(), endedAt: null }).where(eq(clockRun.name, name));
}

/** Notes how a run ended: well, or by an error. */
export async function noteClockEnd(name: string, error?: unknown): Promise<void> {
  const ended = { endedAt: now() };
  const change =
    error === undefined
      ? { ...ended, outcome: "done" as const, error: null, doneAt: ended.endedAt }
      : { ...ended, outcome: "failed" as const, error: classOf(error) };
  await db().update(clockRun).set(change).where(eq(clockRun.name, name));
}

/** What is known of every clock that has ever run. */
export const readClockRuns = (): Promise<ClockRun[]> => db().select().from(clockRun);

/** Never the message: it may quote a value. */
const classOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error).slice(0, 60);
