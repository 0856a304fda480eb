/**
 * Sessions. The cookie holds 256 random bits and the table only their SHA-256, so that a copy of the database opens no
 * account. A session ends 90 days after it began, whatever happens in between: an active user signs in again, and an
 * account that nobody signs in to can be seen to be idle (policy 06 i).
 */
import { and, desc, eq, gt, ne, sql } from "drizzle-orm";
import * as v from "valibot";
import { account } from "../account/account.sql.ts";
import { connection, record } from "../audit/security-event.ts";
import { type Actor, me, mySession, requestFacts } from "../base/actor.ts";
import { DAY, fromNow, HOUR, now } from "../base/clock.ts";
import { command, Nothing, query } from "../base/command.ts";
import { db, one, prepared, reading } from "../base/database.ts";
import { type Id, idSchema, newId } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { randomToken, tokenHash } from "../base/secret.ts";
import { RETENTION } from "../privacy/retention.ts";
import { deviceName } from "./device.ts";
import { noteEnded } from "./ended.ts";
import type { SessionView } from "./session.schema.ts";
import { session } from "./session.sql.ts";

/** Opens a session for an account that has proved itself. Returns the token for the cookie; it is stored nowhere. */
export async function startSession(
  accountId: Id<"account">,
  sessionId = newId<"session">(),
): Promise<{ token: string; sessionId: Id<"session">; expiresAt: Date }> {
  const token = randomToken();
  const expiresAt = fromNow(RETENTION.session.days * DAY);
  await db()
    .insert(session)
    .values({
      id: sessionId,
      accountId,
      tokenHash: tokenHash(token),
      ...connection(),
      lastSeenAt: now(),
      expiresAt,
    });
  return { token, sessionId, expiresAt };
}

const openSession = prepared(() =>
  db()
    .select({
      sessionId: session.id,
      accountId: session.accountId,
      lastSeenAt: session.lastSeenAt,
      restrictedAt: account.restrictedAt,
      suspendedAt: account.suspendedAt,
      state: account.state,
    })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(
      and(eq(session.tokenHash, sql.placeholder("tokenHash")), gt(session.expiresAt, sql.placeholder("now"))),
    )
    .prepare("open_session"),
);

/** The actor that a cookie stands for, in one round trip; undefined when it stands for nobody any more. */
export async function resumeSession(token: string): Promise<Extract<Actor, { type: "account" }> | undefined> {
  const values = { tokenHash: tokenHash(token), now: now().toISOString() };
  const [row] = await reading(() => openSession().execute(values));
  // An erasure ends all sessions as it begins: this is one that was opened at that very moment.
  if (!row || row.state === "erasing") return undefined;
  if (now().getTime() - row.lastSeenAt.getTime() > HOUR)
    await db().update(session).set({ lastSeenAt: now() }).where(eq(session.id, row.sessionId));
  return {
    type: "account",
    accountId: row.accountId,
    sessionId: row.sessionId,
    restricted: row.restrictedAt !== null,
    suspended: row.suspendedAt !== null,
    closing: row.state === "closing",
  };
}

const UNKNOWN_DEVICE: Record<Locale, string> = { en: "Unknown device", fr: "Appareil inconnu" };

/** The sessions of the signed-in account that are still open, last used first. */
export const listSessions = query(Nothing, async (): Promise<SessionView[]> => {
  const rows = await db()
    .select()
    .from(session)
    .where(and(eq(session.accountId, me()), gt(session.expiresAt, now())))
    .orderBy(desc(session.lastSeenAt), desc(session.id));
  return rows.map((row) => ({
    id: row.id,
    current: row.id === mySession(),
    device: deviceName(row.userAgent) || UNKNOWN_DEVICE[requestFacts().locale],
    ip: row.ip,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
});

/** Ends the present session. */
export const signOut = command(
  Nothing,
  async () => {
    await endSession(mySession());
    await record("signed_out", { accountId: me(), sessionId: mySession() });
  },
  { whileRestricted: true, whileClosing: true },
);

/** Ends one session of the signed-in account. Throws `not_found`, also for somebody else's. */
export const revokeSession = command(
  v.strictObject({ id: idSchema<"session">() }),
  async ({ id }) => {
    const mine = and(eq(session.id, id), eq(session.accountId, me()));
    await noteEnded([one(await db().delete(session).where(mine).returning({ id: session.id }))]);
    await record("session_revoked", { accountId: me(), sessionId: id });
  },
  { whileRestricted: true, whileClosing: true },
);

/** Ends all sessions of the signed-in account but the present one. */
export const revokeOtherSessions = command(
  Nothing,
  async () => {
    await endSessions(me(), mySession());
    await record("sessions_revoked", { accountId: me(), sessionId: mySession() });
  },
  { whileRestricted: true, whileClosing: true },
);

/** Ends the sessions of an account, but for one that is named. Belongs into the transaction that gives the reason. */
export async function endSessions(accountId: Id<"account">, except?: Id<"session">): Promise<void> {
  const ended = await db()
    .delete(session)
    .where(and(eq(session.accountId, accountId), except ? ne(session.id, except) : undefined))
    .returning({ id: session.id });
  await noteEnded(ended);
}

/** Ends one session, if it is there. Belongs into the transaction that gives the reason. */
export async function endSession(id: Id<"session">): Promise<void> {
  await noteEnded(await db().delete(session).where(eq(session.id, id)).returning({ id: session.id }));
}

/**
 * Gives a session a new token, so that a copy of the old one is worth nothing, in a restored backup neither: there the
 * session has ended. Returns the token for the cookie.
 */
export async function rotateSession(id: Id<"session">): Promise<string> {
  const token = randomToken();
  const rotated = db()
    .update(session)
    .set({ tokenHash: tokenHash(token) })
    .where(eq(session.id, id));
  await noteEnded([one(await rotated.returning({ id: session.id }))]);
  return token;
}
