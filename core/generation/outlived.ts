/**
 * Generations that are as old as content may become and not over yet: results that came while processing was restricted
 * and that nobody has asked for since. They end here, as when an account closes: what they held goes back, so that no
 * credits are stuck in a row that the purge then removes.
 */
import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import { now } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { limitOf } from "../privacy/period.ts";
import { generation } from "./generation.sql.ts";
import { fenceJobs } from "./stop.ts";

const BATCH = 200;

/** Ends those that are due, but for people who keep everything while processing is restricted. Returns how many. */
export async function endOutlived(): Promise<number> {
  const limit = limitOf("content", now()) ?? now();
  // Without a choice everything is kept.
  const goes = or(isNull(account.restrictedAt), eq(account.purgeWhileRestricted, "as_usual"));
  const due = and(isNull(generation.finishedAt), lte(generation.createdAt, limit), goes);
  const rows = await db()
    .select({ id: generation.id })
    .from(generation)
    .innerJoin(account, eq(account.id, generation.accountId))
    .where(due)
    .orderBy(asc(generation.createdAt))
    .limit(BATCH);
  let ended = 0;
  for (const { id } of rows)
    try {
      if (await transaction(() => end(id))) ended += 1;
    } catch (error) {
      log.warn("generation.not_ended", { generationId: id }, error);
    }
  return ended;
}

async function end(id: Id<"generation">): Promise<boolean> {
  const unfinished = and(eq(generation.id, id), isNull(generation.finishedAt));
  const jobs = await db().select().from(generation).where(unfinished).for("update");
  await fenceJobs(jobs);
  return jobs.length > 0;
}
