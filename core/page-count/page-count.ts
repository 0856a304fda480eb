/**
 * First-party page counts, with the consent to analytics and only then. What is kept is a sum for each day, page and
 * language: no account, no address, no device, no order of visits, and nothing is written in the browser.
 */
import { sql } from "drizzle-orm";
import { me, requestFacts } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { procedure } from "../base/command.ts";
import { db } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { isAllowed } from "../consent/gate.ts";
import { admit, type Policy } from "../session/throttle.ts";
import { PageVisit } from "./page-count.schema.ts";
import { pageCount } from "./page-count.sql.ts";

/** More pages than a person opens in a day: a program cannot bend the sums much further. */
export const VISITS_A_DAY = 500;
const VISITS: Policy = {
  name: "page-count",
  free: VISITS_A_DAY,
  firstWaitSeconds: 3600,
  longestWaitSeconds: 3600,
  ceiling: VISITS_A_DAY,
  ignoresRefused: true,
};

/** Counts one page view. Throws `consent_required` without the consent, `rate_limited` beyond what a person can do. */
export const countPage = procedure(PageVisit, async ({ page }): Promise<void> => {
  if (!(await isAllowed(me(), "analytics"))) throw new AppError("consent_required");
  const day = now();
  await admit(VISITS, `${me()} ${day.toISOString().slice(0, 10)}`);
  await db()
    .insert(pageCount)
    .values({ day, page, locale: requestFacts().locale, count: 1 })
    .onConflictDoUpdate({
      target: [pageCount.day, pageCount.page, pageCount.locale],
      set: { count: sql`${pageCount.count} + 1` },
    });
});
