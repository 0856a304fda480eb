/**
 * Restriction of processing (GDPR art. 18, policy 07): what is held stays stored and is only looked at. Every write is
 * refused but for the rights themselves (base/command.ts); what waits is cancelled, what the provider works on arrives
 * sealed, and nothing optional goes on (processing.ts). Lifting takes two steps, for art. 18(3) has the person told
 * before it happens: an announcement, which a mail repeats, and a confirmation.
 */
import { and, eq, gt, isNotNull, isNull, ne, type SQL } from "drizzle-orm";
import { record } from "../audit/security-event.ts";
import { me, mySession } from "../base/actor.ts";
import { fromNow, HOUR, now } from "../base/clock.ts";
import { command, Nothing, procedure, query } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { together } from "../base/together.ts";
import {
  cancelQueued,
  fenceJobs,
  lockUnfinished,
  selectUnfinished,
  sumUnfinished,
  unsealJobs,
} from "../generation/stop.ts";
import { queueMail } from "../mail/mail.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { admitAct, admitOwnMail, mayMail } from "../session/attempts.ts";
import { account } from "./account.sql.ts";
import { lockStanding } from "./processing.ts";
import {
  LiftRequest,
  type PurgeChoice,
  RestrictionRequest,
  type RestrictionView,
  type SealedChoice,
} from "./restriction.schema.ts";

/** For how long an announcement can be confirmed. */
export const LIFT_HOURS = 48;

const mine = () => eq(account.id, me());
const myRow = async () => one(await db().select().from(account).where(mine()));
/** Announced, and not so long ago that it must be announced again. */
const announced = () => gt(account.liftAnnouncedAt, fromNow(-LIFT_HOURS * HOUR));
const RIGHT = { whileRestricted: true, whileClosing: true };

const view = async (): Promise<RestrictionView> => viewRestriction(await together(selectRestriction()));

/** What the view is made of, to be read alone or with other things. */
export const selectRestriction = () => ({
  restricted: db().select().from(account).where(mine()),
  unfinished: selectUnfinished(me()),
});
type Restriction = Awaited<ReturnType<typeof together<ReturnType<typeof selectRestriction>>>>;

/** The view of it. Throws `not_found` without an account. */
export function viewRestriction({ restricted, unfinished }: Restriction): RestrictionView {
  const { restrictedAt, purgeWhileRestricted, liftAnnouncedAt } = one(restricted);
  const end = liftAnnouncedAt && new Date(liftAnnouncedAt.getTime() + LIFT_HOURS * HOUR);
  return {
    restricted: restrictedAt !== null,
    since: restrictedAt?.toISOString() ?? null,
    purge: purgeWhileRestricted ?? "keep",
    lift:
      liftAnnouncedAt && end && end > now()
        ? { announcedAt: liftAnnouncedAt.toISOString(), confirmBefore: end.toISOString() }
        : null,
    sealed: sumUnfinished(unfinished),
  };
}

/** Whether processing is restricted, and what came or is on its way meanwhile. */
export const readRestriction = query(Nothing, view);

/**
 * Restricts processing at once and for all sessions; queued generations are cancelled with it and refunded. Asked again
 * it only changes what the yearly purge does meanwhile, which throws `rate_limited` beyond all sense.
 */
export const restrict = procedure(
  RestrictionRequest,
  async ({ purge }): Promise<RestrictionView> => {
    const { email, restrictedAt, purgeWhileRestricted } = await myRow();
    if (restrictedAt !== null && purgeWhileRestricted !== purge) await admitAct("purge_choice", me());
    const mailed = restrictedAt === null && (await mayMail("restriction", email));
    await transaction(() => restrictNow(purge, mailed));
    return view();
  },
  { whileRestricted: true },
);

async function restrictNow(purge: PurgeChoice, mailed: boolean): Promise<void> {
  const row = await enter(me(), purge, now());
  if (!row) return;
  const { id: accountId, email: address, locale } = row;
  if (mailed) await queueMail({ accountId, template: "processing_restricted", address, locale });
  await record("processing_restricted", { accountId, sessionId: mySession() });
}

/**
 * Undefined when it is restricted already: then only the choice is another one. The journal is told of both, and not of what
 * changes nothing, for nobody can ever shorten it.
 */
async function enter(accountId: Id<"account">, purge: PurgeChoice, at: Date) {
  const its = eq(account.id, accountId);
  const jobs = await lockUnfinished(accountId);
  // Or one that is lifted between the two updates would be told to the journal and not be there.
  await lockStanding(accountId);
  const [row] = await db()
    .update(account)
    .set({ restrictedAt: at, purgeWhileRestricted: purge, liftAnnouncedAt: null })
    .where(and(its, isNull(account.restrictedAt)))
    .returning();
  if (row) await cancelQueued(jobs);
  else if (!(await chooseAnother(accountId, purge))) return undefined;
  await writeJournal({ kind: "restricted", subject: pseudonymOf(accountId), purge });
  return row;
}

/** False when it was the choice already. */
async function chooseAnother(accountId: Id<"account">, purge: PurgeChoice): Promise<boolean> {
  const another = and(eq(account.id, accountId), ne(account.purgeWhileRestricted, purge));
  const changed = await db().update(account).set({ purgeWhileRestricted: purge }).where(another).returning();
  return changed.length > 0;
}

/** Restricts again on a restored database, as of then. */
export const restrictAgain = (accountId: Id<"account">, purge: PurgeChoice, at: Date): Promise<unknown> =>
  transaction(() => enter(accountId, purge, at));

/**
 * Announces that the restriction is to be lifted, in the view and by mail; nothing changes yet. An announcement that
 * holds is not repeated. Throws `conflict` when nothing is restricted, or `rate_limited`.
 */
export const announceLift = procedure(
  Nothing,
  async (): Promise<RestrictionView> => {
    const { email, restrictedAt } = await myRow();
    if (restrictedAt === null) throw new AppError("conflict");
    const present = await view();
    if (present.lift) return present;
    await admitOwnMail("lift", email);
    await transaction(announce);
    return view();
  },
  RIGHT,
);

async function announce(): Promise<void> {
  const [row] = await db()
    .update(account)
    .set({ liftAnnouncedAt: now() })
    .where(and(mine(), isNotNull(account.restrictedAt)))
    .returning();
  if (!row) throw new AppError("conflict");
  const { id: accountId, email: address, locale } = row;
  const instant = fromNow(LIFT_HOURS * HOUR);
  await queueMail({ accountId, template: "lift_announced", address, locale, instant });
  await record("lift_announced", { accountId, sessionId: mySession() });
}

/** Takes the announcement back: the restriction stays. */
export const withdrawLift = command(
  Nothing,
  async (): Promise<RestrictionView> => {
    await db().update(account).set({ liftAnnouncedAt: null }).where(mine());
    return view();
  },
  RIGHT,
);

/**
 * Lifts the restriction. Results that came meanwhile are delivered and charged (`keep`), or deleted and refunded together
 * with the work that is still under way (`discard`). Throws `lift_not_announced` without an announcement that holds, or
 * `conflict` when nothing is restricted.
 */
export const confirmLift = command(
  LiftRequest,
  async ({ sealed }): Promise<RestrictionView> => {
    if (!(await leave(me(), sealed, announced()))) await refuseLift();
    await record("restriction_lifted", { accountId: me(), sessionId: mySession() });
    return view();
  },
  RIGHT,
);

/** False when it is not restricted, or not `allowed`. The journal is told. */
async function leave(accountId: Id<"account">, sealed: SealedChoice, allowed?: SQL): Promise<boolean> {
  const jobs = await lockUnfinished(accountId);
  const [lifted] = await db()
    .update(account)
    .set({ restrictedAt: null, purgeWhileRestricted: null, liftAnnouncedAt: null })
    .where(and(eq(account.id, accountId), isNotNull(account.restrictedAt), allowed))
    .returning({ id: account.id });
  if (!lifted) return false;
  await (sealed === "keep" ? unsealJobs(jobs) : fenceJobs(jobs));
  await writeJournal({ kind: "restriction_lifted", subject: pseudonymOf(accountId), sealed });
  return true;
}

/** Lifts it again on a restored database. */
export const liftAgain = (accountId: Id<"account">, sealed: SealedChoice): Promise<unknown> =>
  transaction(() => leave(accountId, sealed));

async function refuseLift(): Promise<never> {
  const { restrictedAt } = await myRow();
  if (restrictedAt === null) throw new AppError("conflict");
  throw new AppError("lift_not_announced", { limit: LIFT_HOURS });
}
