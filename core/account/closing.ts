/**
 * Closing an account (GDPR art. 17, policy 07): asked for with a fresh password, erased 30 days later or at once, and
 * cancelled on the same page until that very instant. Signing in meanwhile changes nothing of it. Looking, exporting and
 * every way out (of a consent, a restriction, directives) stay open; correcting, restricting and new directives do not:
 * all that they bear on is about to be erased, and cancelling, one press away, opens them again. One update each decides
 * between who cancels and who erases: the state and the instant are in its condition.
 */
import { and, asc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type * as v from "valibot";
import { record } from "../audit/security-event.ts";
import { me, mySession } from "../base/actor.ts";
import { DAY, fromNow, now } from "../base/clock.ts";
import { command, Nothing, procedure, query } from "../base/command.ts";
import { db, one, transaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { fenceJobs, lockUnfinished } from "../generation/stop.ts";
import { queueMail } from "../mail/mail.ts";
import { beginErasure } from "../privacy/erasure/erase.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { admitOwnMail } from "../session/attempts.ts";
import { requireProof } from "../session/proof.ts";
import { endSessions } from "../session/session.ts";
import { account } from "./account.sql.ts";
import { ClosingRequest, type ClosingView, GRACE_DAYS } from "./closing.schema.ts";
import { closingView, unspentCredits } from "./closing-view.ts";
import { noteSpared } from "./spared.ts";

type Request = v.InferOutput<typeof ClosingRequest>;
type Row = typeof account.$inferSelect;

const mine = () => eq(account.id, me());
const RIGHT = { whileRestricted: true, whileClosing: true };

/** What closing erases and what the law keeps, or how far it has come. */
export const readClosing = query(Nothing, closingView);

/**
 * Closes the account: in 30 days, or now. All other sessions end, generations stop and give their credits back, and a
 * receipt leaves by mail. While it is closing it can be asked again for now, but not for another 30 days. Throws
 * `password_needed`, `invalid_input` (the typed address), `credits_unconfirmed`, `rate_limited`, `conflict` when the
 * account is closing already, or `erasure_started` when it was asked for now already.
 */
export const askClosing = procedure(
  ClosingRequest,
  async (request): Promise<ClosingView> => {
    await requireProof();
    const row = one(await db().select().from(account).where(mine()));
    const { email } = row;
    // Before it is counted: what cannot be must not use up the tries of a right, nor a balance that has changed.
    if (!canEnter(request.waiveGrace, row)) refuseAsking(row);
    if (request.waiveGrace && request.confirmation !== email)
      throw new AppError("invalid_input", { fields: [{ path: "confirmation", rule: "not_your_address" }] });
    await refuseUnconfirmed(request);
    await admitOwnMail("closing", email);
    return transaction(() => close(request));
  },
  RIGHT,
);

async function refuseUnconfirmed({ creditsGivenUp }: Request): Promise<void> {
  const available = await unspentCredits();
  if (available > creditsGivenUp) throw new AppError("credits_unconfirmed", { available });
}

/** Returns how it then stands: of an account that is erased at once nothing can be read afterwards. */
async function close(request: Request): Promise<ClosingView> {
  const { waiveGrace } = request;
  const jobs = await lockUnfinished(me());
  const row = await enterClosing(waiveGrace);
  await refuseUnconfirmed(request);
  await fenceJobs(jobs);
  const { id: accountId, email: address, locale } = row;
  const instant = row.closesAt ?? now();
  await writeJournal({
    kind: "closing_asked",
    subject: pseudonymOf(accountId),
    closesAt: instant.toISOString(),
  });
  await record("closing_asked", { accountId, sessionId: mySession() });
  if (waiveGrace) {
    await record("grace_waived", { accountId, sessionId: mySession() });
    await beginErasure(accountId, { reason: "erase_now" });
  } else {
    await endSessions(me(), mySession());
    await queueMail({ accountId, template: "closing_asked", address, locale, instant });
  }
  return closingView();
}

/** From which states it can be asked for: the 30 days of one that is closing can only be shortened, and once. */
const entersFrom = (waiveGrace: boolean): Row["state"][] => (waiveGrace ? ["active", "closing"] : ["active"]);
const canEnter = (waiveGrace: boolean, { state, graceWaivedAt }: Row) =>
  entersFrom(waiveGrace).includes(state) && graceWaivedAt === null;

/** Enters the state, or shortens the 30 days of one that is in it. Throws `conflict` for anything else. */
async function enterClosing(waiveGrace: boolean): Promise<Row> {
  const grace = waiveGrace
    ? { closesAt: now(), graceWaivedAt: now() }
    : { closesAt: fromNow(GRACE_DAYS * DAY) };
  const [row] = await db()
    .update(account)
    .set({ state: "closing", closingAskedAt: now(), ...grace })
    .where(and(mine(), inArray(account.state, entersFrom(waiveGrace)), isNull(account.graceWaivedAt)))
    .returning();
  return row ?? refuseAsking(one(await db().select().from(account).where(mine())));
}

function refuseAsking({ state, graceWaivedAt }: Row): never {
  throw new AppError(state === "erasing" || graceWaivedAt !== null ? "erasure_started" : "conflict");
}

/** Closes it again on a restored database, as it was asked for `at`: what was asked for later stays. */
export const closeAgain = (
  accountId: Id<"account">,
  { at, closesAt }: { at: Date; closesAt: Date },
): Promise<void> =>
  transaction(async () => {
    const jobs = await lockUnfinished(accountId);
    const open = and(eq(account.id, accountId), inArray(account.state, entersFrom(true)));
    const [row] = await db()
      .update(account)
      .set({ state: "closing", closingAskedAt: at, closesAt, graceWaivedAt: null })
      .where(and(open, or(isNull(account.closingAskedAt), lte(account.closingAskedAt, at))))
      .returning({ id: account.id });
    if (row) await fenceJobs(jobs);
  });

const stateOfMine = async () =>
  one(await db().select({ state: account.state }).from(account).where(mine())).state;

/**
 * Cancels the closing: the account is active again, with everything but the sessions that were ended and the work that
 * was stopped. Throws `erasure_started` from the instant of the erasure on, or `conflict` when nothing is closing.
 */
export const cancelClosing = command(
  Nothing,
  async (): Promise<ClosingView> => {
    const [row] = await db()
      .update(account)
      .set({ state: "active", closingAskedAt: null, closesAt: null, graceWaivedAt: null })
      .where(and(mine(), eq(account.state, "closing"), gt(account.closesAt, now())))
      .returning();
    if (!row) return refuseCancelling();
    const { id: accountId, email: address, locale } = row;
    await queueMail({ accountId, template: "closing_cancelled", address, locale });
    await noteSpared(accountId);
    await record("closing_cancelled", { accountId, sessionId: mySession() });
    return closingView();
  },
  RIGHT,
);

async function refuseCancelling(): Promise<never> {
  throw new AppError((await stateOfMine()) === "active" ? "conflict" : "erasure_started");
}

/**
 * Begins the erasure of accounts whose instant has come; from then on nobody cancels. Returns the ids of at most `limit`,
 * those that are due the longest. Each is a transaction of its own, so that one that fails stops nobody. Several may run
 * at the same time: each account is taken once.
 */
export async function eraseDueClosings(limit: number): Promise<Id<"account">[]> {
  const due = await db()
    .select({ id: account.id })
    .from(account)
    .where(isDue())
    .orderBy(asc(account.closesAt))
    .limit(limit);
  const begun: Id<"account">[] = [];
  for (const { id } of due) {
    try {
      if (await transaction(() => eraseIfDue(id))) begun.push(id);
    } catch (error) {
      log.error("closing.not_erased", {}, error);
    }
  }
  return begun;
}

const isDue = () => and(eq(account.state, "closing"), lte(account.closesAt, now()));

async function eraseIfDue(id: Id<"account">): Promise<boolean> {
  const claimed = await db()
    .update(account)
    .set({ state: "erasing" })
    .where(and(eq(account.id, id), isDue()))
    .returning({ id: account.id });
  return claimed.length > 0 && beginErasure(id, { reason: "closing" });
}
