/**
 * Sessions. The cookie holds 256 random bits and the table only their SHA-256, so that a copy of the database opens no
 * account. A session ends 90 days after it began, whatever happens in between: an active user signs in again, and an
 * account that nobody signs in to can be seen to be idle (policy 06 i).
 */
import { and, eq, gt } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import { type Actor, requestFacts } from "../base/actor.ts";
import { DAY, fromNow, HOUR, now } from "../base/clock.ts";
import { db, one } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { randomToken, tokenHash } from "../base/secret.ts";
import { RETENTION } from "../privacy/retention.ts";
import { session } from "./session.sql.ts";

/** Absolute life of a session. */
export const SESSION_SECONDS = (RETENTION.session.days * DAY) / 1000;

/** Opens a session for an account that has proved itself. Returns the token for the cookie; it is stored nowhere. */
export async function startSession(
  accountId: Id<"account">,
): Promise<{ token: string; sessionId: Id<"session">; expiresAt: Date }> {
  const { ip, userAgent } = requestFacts();
  const token = randomToken();
  const expiresAt = fromNow(RETENTION.session.days * DAY);
  const row = one(
    await db()
      .insert(session)
      .values({
        accountId,
        tokenHash: tokenHash(token),
        ip: ip ?? null,
        userAgent: userAgent?.slice(0, 400) ?? null,
        lastSeenAt: now(),
        expiresAt,
      })
      .returning({ id: session.id }),
  );
  return { token, sessionId: row.id, expiresAt };
}

/** The actor that a cookie stands for, in one round trip; undefined when it stands for nobody any more. */
export async function resumeSession(token: string): Promise<Extract<Actor, { type: "account" }> | undefined> {
  const [row] = await db()
    .select({
      sessionId: session.id,
      accountId: session.accountId,
      lastSeenAt: session.lastSeenAt,
      restrictedAt: account.restrictedAt,
    })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(and(eq(session.tokenHash, tokenHash(token)), gt(session.expiresAt, now())));
  if (!row) return undefined;
  if (now().getTime() - row.lastSeenAt.getTime() > HOUR)
    await db().update(session).set({ lastSeenAt: now() }).where(eq(session.id, row.sessionId));
  return {
    type: "account",
    accountId: row.accountId,
    sessionId: row.sessionId,
    restricted: row.restrictedAt !== null,
  };
}
