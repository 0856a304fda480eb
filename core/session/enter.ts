/**
 * The moment in which somebody is let in, in one statement and so in one round trip: the sign-in is noted, the session
 * opened, the log written and the attempts are forgotten, or nothing at all. Each part comes from the folder whose table it
 * writes.
 */
import { and, exists, inArray, sql } from "drizzle-orm";
import type { account } from "../account/account.sql.ts";
import { type NotedSignIn, notedSignIn } from "../account/note-sign-in.ts";
import { connection, recordedSignIn } from "../audit/security-event.ts";
import { DAY, fromNow, now } from "../base/clock.ts";
import { db, prepared } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import { randomToken, tokenHash } from "../base/secret.ts";
import { RETENTION } from "../privacy/retention.ts";
import { passwordAttemptKeys } from "./attempts.ts";
import { session, throttle } from "./session.sql.ts";

type Row = Pick<typeof account.$inferSelect, "id" | "email" | "passwordHash">;

const statement = prepared(() => {
  const noted = notedSignIn();
  const opened = db().$with("opened").as(openedSession(noted));
  const recorded = recordedSignIn(noted);
  const forgiven = db().$with("forgiven").as(forgivenAttempts(noted));
  const all = db().with(noted, opened, recorded, forgiven);
  return all.select({ id: noted.id }).from(noted).prepare("enter");
});

const text = (name: string) => sql<string>`${sql.placeholder(name)}::text`;
const instant = (name: string) => sql<Date>`${sql.placeholder(name)}::timestamptz`;

function openedSession(noted: NotedSignIn) {
  const values = db()
    .select({
      id: sql`${sql.placeholder("sessionId")}::uuid`.as("id"),
      accountId: noted.id,
      tokenHash: text("tokenHash").as("token_hash"),
      ip: text("ip").as("ip"),
      userAgent: text("userAgent").as("user_agent"),
      createdAt: instant("now").as("created_at"),
      lastSeenAt: instant("now").as("last_seen_at"),
      expiresAt: instant("expiresAt").as("expires_at"),
      provedAt: sql`null::timestamptz`.as("proved_at"),
    })
    .from(noted);
  return db()
    .insert(session)
    .select(values as never)
    .returning({ id: session.id });
}

function forgivenAttempts(noted: NotedSignIn) {
  const keys = [sql.placeholder("byAccount"), sql.placeholder("byDevice")];
  const isIn = exists(db().select({ id: noted.id }).from(noted));
  return db()
    .delete(throttle)
    .where(and(inArray(throttle.key, keys), isIn))
    .returning({ key: throttle.key });
}

/**
 * Lets an account in whose password was right, and keeps a stronger hash of it if there is one. Returns the token for the
 * cookie. Throws `wrong_credentials` when the password has been changed while it was being checked.
 */
export async function enter(row: Row, stronger: string | undefined): Promise<string> {
  const token = randomToken();
  const [byAccount, byDevice] = passwordAttemptKeys(row.email, row.id);
  const entered = await statement().execute({
    accountId: row.id,
    passwordHash: row.passwordHash,
    keptHash: stronger ?? row.passwordHash,
    sessionId: newId<"session">(),
    tokenHash: tokenHash(token),
    ...connection(),
    now: now().toISOString(),
    expiresAt: fromNow(RETENTION.session.days * DAY).toISOString(),
    eventId: newId<"security_event">(),
    byAccount,
    byDevice,
  });
  if (entered.length === 0) throw new AppError("wrong_credentials");
  return token;
}
