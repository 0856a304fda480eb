/** Daily: the partitions of the security log for the days to come. */
import { sql } from "drizzle-orm";
import { now } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import { runClock } from "./run.ts";

const DAYS_AHEAD = 15;

/** One run. */
export async function run(): Promise<void> {
  const today = now().toISOString().slice(0, 10);
  await db().execute(sql`select prepare_security_event_days(${today}::date, ${DAYS_AHEAD}::int)`);
}

/** On Lambda. */
export const handler = (): Promise<void> => runClock("log-partitions", run);
