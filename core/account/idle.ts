/**
 * Idle accounts (policy 06 i): erased three years after the last interactive sign-in, or after the account was made when
 * there was none. Before that its owner is told three times, and a sign-in takes all of it back. Nobody is erased without
 * having had the last mail a week before, however long the clocks stood still. The erasure is the one of a closing.
 *
 * While processing is restricted the three years go on. Who chose to keep everything meanwhile (the default) is told so and
 * is not erased before lifting it: that is what art. 18(1)(c) and (d) GDPR has the data kept for. Who chose the usual
 * periods is erased like anybody else.
 */
import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import { DAY, fromNow, now } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { readBooks } from "../credit/ledger.ts";
import { queueMail } from "../mail/mail.ts";
import { beginErasure } from "../privacy/erasure/erase.ts";
import { endOf, limitOf } from "../privacy/period.ts";
import { type Evidence, recordRun } from "../privacy/purge/evidence.ts";
import { account } from "./account.sql.ts";
import { lockAccount } from "./lock-account.ts";

type AccountId = Id<"account">;

/** Days before the end at which its owner is told. */
export const NOTICE_DAYS = [90, 30, 7] as const;
const LAST_NOTICE_DAYS = 7;
const BATCH = 500;

/** When the three years began. Stands in the text of the index "account_idle", like the state. */
const since = sql<Date>`coalesce(${account.lastSignInAt}, ${account.createdAt})`.mapWith(account.createdAt);
/** The mails since then; those before a sign-in count no more, so that signing in needs to know nothing of them. */
const toldSince = sql`(case when ${account.idleNoticedAt} > ${since} then ${account.idleNotices} else 0 end)`;
const isActive = sql`${account.state} = 'active'`;
/** Restricted, and everything is kept meanwhile. */
const isKept = sql<boolean>`(${account.restrictedAt} is not null and ${account.purgeWhileRestricted} is distinct from 'as_usual')`;

/** The instant up to which the last sign-in of those lies whose end comes within `days`. */
const limitWithin = (days: number): Date => limitOf("account", fromNow(days * DAY)) ?? now();
const isSince = (limit: Date) => sql`${since} <= ${limit.toISOString()}::timestamptz`;

/** How many mails an account should have had by now. */
const noticesDue = () => {
  const steps = NOTICE_DAYS.map((days, index) => ({
    limit: limitWithin(days),
    notices: index + 1,
  })).reverse();
  const cases = steps.map(({ limit, notices }) => sql`when ${isSince(limit)} then ${notices}::int`);
  return sql<number>`(case ${sql.join(cases, sql` `)} else 0 end)`.mapWith(Number);
};

/** Tells everybody whose account ends soon, each once for each step; of steps that were missed the last alone. Returns how many. */
export async function tellIdleAccounts(): Promise<number> {
  const isUntold = () =>
    and(isActive, isSince(limitWithin(NOTICE_DAYS[0])), sql`${toldSince} < ${noticesDue()}`);
  return eachOf(isUntold, (id) => transaction(() => tell(id, isUntold)));
}

async function tell(id: AccountId, isUntold: () => SQL | undefined): Promise<boolean> {
  const [row] = await db()
    .update(account)
    .set({ idleNotices: noticesDue(), idleNoticedAt: now() })
    .where(and(eq(account.id, id), isUntold()))
    .returning({
      email: account.email,
      locale: account.locale,
      since,
      kept: isKept,
      told: account.idleNotices,
    });
  if (!row) return false;
  const { available, held } = await readBooks(id);
  await queueMail({
    accountId: id,
    template: row.kept ? "idle_kept" : "idle_notice",
    address: row.email,
    locale: row.locale,
    instant: endAfterNotice(row.since, row.told),
    credits: available + held,
  });
  return true;
}

/** When the account is erased: at its end, and not before a week after the last mail. */
function endAfterNotice(start: Date, told: number): Date {
  const end = endOf("account", start) ?? now();
  const soonest = fromNow(LAST_NOTICE_DAYS * DAY);
  return told === NOTICE_DAYS.length && soonest > end ? soonest : end;
}

/** Erases the accounts whose three years are over. One that fails stops no other. */
export async function eraseIdleAccounts(): Promise<Evidence> {
  const limit = limitWithin(0);
  const recorder = recordRun({ rule: "account", table: "account", limit });
  const isOver = () =>
    and(
      isActive,
      isSince(limit),
      sql`${toldSince} = ${NOTICE_DAYS.length}::int`,
      lte(account.idleNoticedAt, fromNow(-LAST_NOTICE_DAYS * DAY)),
      sql`not ${isKept}`,
    );
  let failed = 0;
  const deleted = await eachOf(
    isOver,
    (id) =>
      transaction(async () => {
        if (!(await lockAccount(and(eq(account.id, id), isOver())))) return false;
        return beginErasure(id, { reason: "idle" });
      }),
    () => {
      failed += 1;
    },
  );
  const oldestLeft = await oldest();
  return recorder.finish({ deleted, failed, ...(oldestLeft ? { oldestLeft } : {}) });
}

/** The oldest sign-in of an account that is not kept. */
async function oldest(): Promise<Date | undefined> {
  const accounts = db().select({ since }).from(account);
  const [row] = await accounts
    .where(and(isActive, sql`not ${isKept}`))
    .orderBy(asc(since))
    .limit(1);
  return row?.since;
}

/**
 * Does `work` for each account of a condition, the longest idle first. It answers whether it did something; what fails is
 * logged and passed over. Returns for how many it did.
 */
async function eachOf(
  condition: () => SQL | undefined,
  work: (id: AccountId) => Promise<boolean>,
  onFailure: () => void = () => undefined,
): Promise<number> {
  let [done, passed] = [0, 0];
  for (;;) {
    const accounts = db().select({ id: account.id }).from(account).where(condition());
    const rows = await accounts.orderBy(asc(since), asc(account.id)).limit(BATCH).offset(passed);
    for (const { id } of rows)
      try {
        if (await work(id)) done += 1;
        else passed += 1;
      } catch (error) {
        passed += 1;
        onFailure();
        log.warn("idle.failed", {}, error);
      }
    if (rows.length < BATCH) return done;
  }
}
