/** Work that is under way or waits, counted: how much, how much of it is late, and how old the oldest is. */
import { count, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { DAY, fromNow, HOUR, MINUTE } from "../base/clock.ts";
import { db, one } from "../base/database.ts";
import { mail } from "../mail/mail.sql.ts";
import { outbox } from "../outbox/outbox.sql.ts";
import { erasure } from "../privacy/erasure/erasure.sql.ts";
import { journalLink, journalPending } from "../privacy/journal/journal.sql.ts";
import type { OperationsView } from "./operations.schema.ts";

/** The clock of closings comes hourly, and may be a little late itself; an erasure ends within a day. */
const CLOSING_PATIENCE = 2 * HOUR;
const ERASURE_PATIENCE = DAY;
/** The relays come every minute. */
const RELAY_PATIENCE = 10 * MINUTE;
/** A mail server that is away is tried again for hours. */
const MAIL_PATIENCE = 12 * HOUR;

type Waiting = OperationsView["outbox"];

/** Rows that wait, by the column that their waiting counts from. */
async function countWaiting(since: PgColumn, patience: number, which?: SQL): Promise<Waiting> {
  const late = sql<number>`count(*) filter (where ${since} < ${fromNow(-patience).toISOString()})`;
  const rows = db()
    .select({ waiting: count(), late: late.mapWith(Number), oldest: sql<string | null>`min(${since})` })
    .from(since.table)
    .where(which);
  const { waiting, late: lateOnes, oldest } = one(await rows);
  return { waiting, late: lateOnes, oldestAt: oldest === null ? null : new Date(oldest).toISOString() };
}

/** Messages and mails that have not left yet. */
export const readOutbox = (): Promise<Waiting> => countWaiting(outbox.createdAt, RELAY_PATIENCE);
export const readMails = (): Promise<Waiting> => countWaiting(mail.createdAt, MAIL_PATIENCE);

/** Accounts in their 30 days; `oldestAt` is the next instant at which one is erased, or should have been. */
export const readClosings = (): Promise<Waiting> =>
  countWaiting(account.closesAt, CLOSING_PATIENCE, eq(account.state, "closing"));

/** Erasures that have begun and not ended, by the step that comes next, and when the last one ended. */
export async function readErasures(): Promise<OperationsView["erasures"]> {
  const underWay = isNull(erasure.finishedAt);
  const steps = db().select({ step: erasure.step, count: count() }).from(erasure).where(underWay);
  const finished = db()
    .select({ at: erasure.finishedAt })
    .from(erasure)
    .where(isNotNull(erasure.finishedAt))
    .orderBy(desc(erasure.finishedAt))
    .limit(1);
  const [waiting, byStep, [last]] = await Promise.all([
    countWaiting(erasure.createdAt, ERASURE_PATIENCE, underWay),
    steps.groupBy(erasure.step).orderBy(erasure.step),
    finished,
  ]);
  return { ...waiting, steps: byStep, finishedAt: last?.at?.toISOString() ?? null };
}

/** How far this database is in the journal, and the entries that have not left for the bucket. */
export async function readJournal(): Promise<OperationsView["journal"]> {
  const newest = db()
    .select({ sequence: journalLink.sequence, at: journalLink.at })
    .from(journalLink)
    .orderBy(desc(journalLink.sequence))
    .limit(1);
  const [waiting, [link]] = await Promise.all([
    countWaiting(journalPending.createdAt, RELAY_PATIENCE),
    newest,
  ]);
  return { sequence: link?.sequence ?? 0, at: link?.at.toISOString() ?? null, ...waiting };
}
