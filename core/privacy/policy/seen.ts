/** What an account was shown of the policy, and when: at sign-up, and whenever a newer version was announced. */
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { me } from "../../base/actor.ts";
import { now } from "../../base/clock.ts";
import { command } from "../../base/command.ts";
import { db } from "../../base/database.ts";
import { AppError } from "../../base/error.ts";
import type { Id } from "../../base/id.ts";
import { dayInFrance } from "./day.ts";
import { type PolicyNews, PolicySeen } from "./policy.schema.ts";
import { policyNotice } from "./policy-notice.sql.ts";
import { currentVersion, listVersions, newestPublished } from "./versions.ts";

type How = NonNullable<(typeof policyNotice.$inferSelect)["seenHow"]>;

async function note(accountId: Id<"account">, version: number, how: How, seenAt: Date): Promise<void> {
  const first = {
    seenAt: sql`coalesce(${policyNotice.seenAt}, excluded.seen_at)`,
    seenHow: sql`coalesce(${policyNotice.seenHow}, excluded.seen_how)`,
  };
  await db()
    .insert(policyNotice)
    .values({ accountId, version, seenAt, seenHow: how })
    .onConflictDoUpdate({ target: [policyNotice.accountId, policyNotice.version], set: first });
}

/** Records the version that the page of the sign-up led to. Belongs into the transaction that opens the account. */
export const noteShownAtSignUp = (accountId: Id<"account">, signedUpAt: Date): Promise<void> =>
  note(accountId, currentVersion(signedUpAt).version, "sign_up", signedUpAt);

/**
 * Records that the signed-in person has seen a version; the first time is what counts. It is no consent: nothing depends
 * on it, so it stays open in every state of the account. Throws `not_found` for a version that cannot be read.
 */
export const notePolicySeen = command(
  PolicySeen,
  async ({ version, how }): Promise<void> => {
    if (!listVersions().some((each) => each.version === version)) throw new AppError("not_found");
    await note(me(), version, how, now());
  },
  { whileRestricted: true, whileClosing: true },
);

/**
 * The newest published version, while an account that was opened before it applied has not seen it; null otherwise. Asks
 * the database only of accounts that are older than that.
 */
export async function unseenPolicy(accountId: Id<"account">, openedAt: Date): Promise<PolicyNews | null> {
  const newest = newestPublished();
  if (!newest || newest.effectiveOn <= dayInFrance(openedAt)) return null;
  const { version, effectiveOn } = newest;
  const seen = await db()
    .select({ version: policyNotice.version })
    .from(policyNotice)
    .where(
      and(
        eq(policyNotice.accountId, accountId),
        eq(policyNotice.version, version),
        isNotNull(policyNotice.seenAt),
      ),
    );
  if (seen.length > 0) return null;
  return { version, effectiveOn, inForce: effectiveOn <= dayInFrance(now()) };
}
