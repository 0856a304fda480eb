/**
 * One run of a clock, the same in both deployments: as the task of its name, noted for the staff page, and not while
 * another process is at it, unless the table says that two may be.
 */
import { noteClockEnd, noteClockStart } from "../../core/audit/clock-run.ts";
import { actAs } from "../../core/base/actor.ts";
import { alone } from "../../core/base/database.ts";
import { newId } from "../../core/base/id.ts";
import { log } from "../../core/base/log.ts";
import type { Schedule } from "../../core/base/schedule.ts";
import { standing } from "../../core/privacy/journal/standing.ts";
import { SCHEDULES, type ScheduleName } from "./schedules.ts";

/** Runs a clock's work. Never throws: a failure is noted and logged, and costs this run only. */
export async function runClock(name: ScheduleName, work: () => Promise<void>): Promise<void> {
  const facts = { requestId: newId<"request">(), locale: "en" } as const;
  const { together }: Schedule = SCHEDULES[name];
  const run = async () => {
    // A restored backup is told first what came later (core/privacy/journal).
    if ((await standing()) !== "current") return log.warn("clock.waits", { clock: name });
    if (together) return noted(name, work);
    const { ran } = await alone(`clock ${name}`, () => noted(name, work));
    if (!ran) log.info("clock.elsewhere", { clock: name });
  };
  await actAs(
    { type: "task", name },
    () => run().catch((error: unknown) => log.error("clock.failed", { clock: name }, error)),
    facts,
  );
}

async function noted(name: ScheduleName, work: () => Promise<void>): Promise<void> {
  await noteClockStart(name, Object.keys(SCHEDULES));
  try {
    await work();
  } catch (error) {
    await noteClockEnd(name, error);
    throw error;
  }
  await noteClockEnd(name);
}
