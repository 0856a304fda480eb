/**
 * Attempts, counted in Postgres so that every process sees the same count. Up to `free` attempts go through at once,
 * then each must wait longer than the last, and none passes the ceiling until 24 hours after the last that was let
 * through (CNIL recommendation 2022-100). An attempt is counted before it is made: those sent at the same time do not
 * slip through. Rows hold a keyed hash, so that they name nobody.
 */
import { isIPv6 } from "node:net";
import { and, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { requestFacts } from "../base/actor.ts";
import { fromNow, HOUR, now } from "../base/clock.ts";
import { db, refuseInTransaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { keyedHash } from "../base/secret.ts";
import { RETENTION } from "../privacy/retention.ts";
import { throttle } from "./session.sql.ts";

export type Policy = {
  name: string;
  /** Attempts before the first wait. */
  free: number;
  firstWaitSeconds: number;
  longestWaitSeconds: number;
  ceiling: number;
  /** A refused attempt leaves no trace: repeating it does not bring the ceiling nearer, for oneself or for others. */
  ignoresRefused?: true;
};

const WINDOW = RETENTION.throttle.hours * HOUR;
/** Beyond so many doublings every policy waits its longest. */
const MAX_DOUBLINGS = 20;

/** The key of the counter of a subject under a policy. */
export const keyOf = (policy: Policy, subject: string): string =>
  keyedHash("throttle", `${policy.name}:${subject}`);

/**
 * The wait after an attempt. It grows with every count, if only by a second: `countAttempt` relies on that. Before the
 * first wait it is an hour in the past, because attempts do not reach the row in the order of their clocks.
 */
const waitSeconds = ({ free, firstWaitSeconds, longestWaitSeconds }: Policy, count: SQL | number) =>
  sql`case when ${count} < ${free}::int then -3600 else least(${firstWaitSeconds}::int
    * power(2, least(${count} - ${free}::int, ${MAX_DOUBLINGS}::int))::bigint, ${longestWaitSeconds}::int) + ${count} end`;

/**
 * Counts an attempt, in one statement. Returns how many seconds to wait, 0 when it may be made. A refused one is counted
 * too, unless the policy ignores it, and does not prolong the wait.
 */
export async function countAttempt(policy: Policy, subject: string): Promise<number> {
  refuseInTransaction();
  const at = sql`${now().toISOString()}::timestamptz`;
  const end = sql`${fromNow(WINDOW).toISOString()}::timestamptz`;
  const after = (count: SQL) => sql`${at} + make_interval(secs => ${waitSeconds(policy, count)})`;
  const over = sql`throttle.expires_at <= ${at}`;
  const refused = sql`(throttle.expires_at > ${at}
    and (throttle.blocked_until > ${at} or throttle.count >= ${policy.ceiling}::int))`;
  const count = sql`(case when ${over} then 1 else throttle.count + 1 end)`;
  const [row] = await db().execute<{ allowed: boolean; seconds: number }>(sql`
    insert into throttle (key, count, window_start, expires_at, blocked_until)
    values (${keyOf(policy, subject)}, 1, ${at}, ${end}, ${after(sql`1`)})
    on conflict (key) do update set
      count = ${count},
      window_start = case when ${refused} then throttle.window_start else ${at} end,
      expires_at = case when ${refused} then throttle.expires_at else ${end} end,
      blocked_until = case when ${refused} then throttle.blocked_until else ${after(count)} end
      where ${policy.ignoresRefused !== true}::boolean or not ${refused}
    returning blocked_until = ${after(sql`throttle.count`)} as allowed, ${secondsLeft(policy, at)} as seconds`);
  if (!row) return Math.max(1, await waitFor(policy, subject));
  return row.allowed ? 0 : Math.max(1, Math.ceil(Number(row.seconds)));
}

const secondsLeft = (policy: Policy, at: SQL) =>
  sql`extract(epoch from case when throttle.count >= ${policy.ceiling}::int then throttle.expires_at
    else throttle.blocked_until end - ${at})`;

/** How many seconds an attempt would have to wait, without counting one. */
export async function waitFor(policy: Policy, subject: string): Promise<number> {
  const at = sql`${now().toISOString()}::timestamptz`;
  const [row] = await db()
    .select({ seconds: sql<number>`${secondsLeft(policy, at)}` })
    .from(throttle)
    .where(and(eq(throttle.key, keyOf(policy, subject)), gt(throttle.expiresAt, now())));
  return row ? Math.max(0, Math.ceil(Number(row.seconds))) : 0;
}

/** Counts an attempt. Throws `rate_limited` with the time to wait when it must not be made. */
export async function admit(policy: Policy, subject: string): Promise<void> {
  const retryAfterSeconds = await countAttempt(policy, subject);
  if (retryAfterSeconds > 0) throw new AppError("rate_limited", { retryAfterSeconds });
}

/** Forgets the counters of subjects that have proved themselves. */
export async function forgive(keys: readonly string[]): Promise<void> {
  await db()
    .delete(throttle)
    .where(inArray(throttle.key, [...keys]));
}

/**
 * The network that the request comes from: an IPv4 address, or the /64 that one IPv6 subscriber has to himself.
 * Undefined for a call in process.
 */
export function currentNetwork(): string | undefined {
  const { ip } = requestFacts();
  if (ip === undefined || !isIPv6(ip)) return ip;
  if (ip.toLowerCase().startsWith("::ffff:")) return ip.slice("::ffff:".length);
  const [head = "", tail = ""] = ip.toLowerCase().split("%")[0]?.split("::") ?? [];
  const left = head.split(":").filter((group) => group !== "");
  const right = tail.split(":").filter((group) => group !== "");
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
