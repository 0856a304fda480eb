/**
 * The connection and security log (policy 03 iv and 06 iv): what happened, when, from where. It only grows; a day is
 * dropped whole a year later. A success is recorded in the transaction that makes it true; a failure outside of any, or
 * it would vanish with the command that failed.
 */
import { and, eq, gt, sql } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import type { NotedSignIn } from "../account/note-sign-in.ts";
import { requestFacts } from "../base/actor.ts";
import { DAY, fromNow, now } from "../base/clock.ts";
import { db, refuseInTransaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { RETENTION } from "../privacy/retention.ts";
import { type SecurityEventKind, securityEvent } from "./security-event.sql.ts";

export type FailureKind = "sign_in_failed" | "sign_in_throttled";
/** Who it happened to, as far as is known. */
export type Subject = { accountId?: Id<"account"> | undefined; sessionId?: Id<"session"> | undefined };

/** User agents are cut to this, here and in the list of sessions, so that the two can be compared. */
export const USER_AGENT_LENGTH = 400;

/** The address and the agent of the current request, as they are stored. */
export function connection(): { ip: string | null; userAgent: string | null } {
  const { ip, userAgent } = requestFacts();
  return { ip: ip ?? null, userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null };
}

/** Records something that has been done. Belongs into the transaction that does it. */
export async function record(kind: Exclude<SecurityEventKind, FailureKind>, subject: Subject): Promise<void> {
  await insert(kind, subject);
}

/** Records an attempt that was refused. Throws inside a transaction, for the refusal would roll it back. */
export async function recordFailure(kind: FailureKind, subject: Subject = {}): Promise<void> {
  refuseInTransaction();
  await insert(kind, subject);
}

const insert = (kind: SecurityEventKind, { accountId, sessionId }: Subject) =>
  db()
    .insert(securityEvent)
    .values({
      at: now(),
      kind,
      accountId: whileThere(accountId, accountId),
      sessionId: whileThere(accountId, sessionId),
      ...connection(),
    });

/**
 * An id of somebody, unless the account is gone: a request that was in hand when it was erased must not write ids into a
 * log that nobody searches for them any more. The lock is the one that a foreign key would take, so that a line that is
 * written before the account goes is there when the erasure looks for it.
 */
function whileThere(accountId: Id<"account"> | undefined, id: string | undefined) {
  if (accountId === undefined || id === undefined) return null;
  return sql`(select ${id}::uuid from ${account} where ${eq(account.id, accountId)} for key share)`;
}

/**
 * A sign-in, as a part of the statement that lets `noted` in: without a row of that nothing is recorded. Placeholders:
 * `eventId`, `now`, `sessionId`, `ip`, `userAgent`.
 */
export function recordedSignIn(noted: NotedSignIn) {
  const text = (name: string) => sql`${sql.placeholder(name)}::text`;
  const values = db()
    .select({
      id: sql`${sql.placeholder("eventId")}::uuid`.as("id"),
      at: sql`${sql.placeholder("now")}::timestamptz`.as("at"),
      accountId: noted.id,
      sessionId: sql`${sql.placeholder("sessionId")}::uuid`.as("session_id"),
      kind: sql`${"signed_in" satisfies SecurityEventKind}::text`.as("kind"),
      ip: text("ip").as("ip"),
      userAgent: text("userAgent").as("user_agent"),
    })
    .from(noted);
  const recording = db()
    .insert(securityEvent)
    .select(values as never)
    .returning({ id: securityEvent.id });
  return db().$with("recorded").as(recording);
}

/**
 * Whether somebody signed in to this account from the current address with the current agent, within the life of a
 * session. Without an address (a call in process) no device is known.
 */
export async function isKnownDevice(accountId: Id<"account">): Promise<boolean> {
  const { ip, userAgent } = connection();
  if (ip === null || userAgent === null) return false;
  const rows = await db()
    .select({ id: securityEvent.id })
    .from(securityEvent)
    .where(
      and(
        eq(securityEvent.accountId, accountId),
        eq(securityEvent.kind, "signed_in"),
        eq(securityEvent.ip, ip),
        eq(securityEvent.userAgent, userAgent),
        gt(securityEvent.at, fromNow(-RETENTION.session.days * DAY)),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
