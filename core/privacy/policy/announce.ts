/**
 * Telling everybody who has an account of a new version, by mail and at least 30 days before it applies (policy 01; GDPR
 * art. 12 and 13(3)). The duty holds whatever the consents are, while processing is restricted and while the account is
 * closing; an account that is being erased is told nothing more. Each account gets one mail for each version: the row
 * that says so is written with the mail, so a run that is killed is gone on with by the next one.
 */
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, notExists } from "drizzle-orm";
import { now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { log } from "../../base/log.ts";
import { queueMail } from "../../mail/mail.ts";
import { account } from "../../schema.ts";
import { dayInFrance, daysAfter } from "./day.ts";
import { policyNotice } from "./policy-notice.sql.ts";
import { NOTICE_DAYS } from "./publish.ts";
import type { Published } from "./versions.schema.ts";
import { versionToAnnounce } from "./versions.ts";

type Cursor = Id<"account"> | undefined;

/** Accounts in one transaction, and mails of one run: what a mail provider takes in an hour. */
const BATCH = 200;
const MAILS_A_RUN = 20_000;

/** One run. `batch` accounts are told in each transaction. Returns how many mails were queued. */
export async function announcePolicy(batch = BATCH): Promise<number> {
  const version = versionToAnnounce();
  if (!version) return 0;
  let told = 0;
  for (let after: Cursor; told < MAILS_A_RUN; ) {
    const found = await transaction(() => tell(version, after, batch));
    told += found.told;
    if (!found.last) break;
    after = found.last;
  }
  if (told > 0 && daysAfter(dayInFrance(now()), NOTICE_DAYS) > version.effectiveOn)
    log.warn("policy.told_late", { count: told });
  return told;
}

/** Tells the next accounts, in the order of their ids. `last` is undefined when there was none. */
async function tell(
  version: Published,
  after: Cursor,
  limit: number,
): Promise<{ told: number; last: Cursor }> {
  const rows = await untold(version, after, limit);
  if (rows.length === 0) return { told: 0, last: undefined };
  const mailedAt = now();
  const noted = await db()
    .insert(policyNotice)
    .values(rows.map(({ id }) => ({ accountId: id, version: version.version, mailedAt })))
    .onConflictDoUpdate({
      target: [policyNotice.accountId, policyNotice.version],
      set: { mailedAt },
      setWhere: isNull(policyNotice.mailedAt),
    })
    .returning({ accountId: policyNotice.accountId });
  const told = rows.filter(({ id }) => noted.some(({ accountId }) => accountId === id));
  for (const { id: accountId, email: address, locale } of told)
    await queueMail({
      accountId,
      template: "policy_changed",
      address,
      locale,
      policyVersion: version.version,
    });
  return { told: told.length, last: rows.at(-1)?.id };
}

/** Whoever is changing an account has its row: it is told by the next run. */
function untold({ version, effectiveOn }: Published, after: Cursor, limit: number) {
  const mailed = db()
    .select({ version: policyNotice.version })
    .from(policyNotice)
    .where(
      and(
        eq(policyNotice.accountId, account.id),
        eq(policyNotice.version, version),
        isNotNull(policyNotice.mailedAt),
      ),
    );
  return db()
    .select({ id: account.id, email: account.email, locale: account.locale })
    .from(account)
    .where(
      and(
        after === undefined ? undefined : gt(account.id, after),
        inArray(account.state, ["active", "closing"]),
        lt(account.createdAt, new Date(`${effectiveOn}T00:00:00Z`)),
        notExists(mailed),
      ),
    )
    .orderBy(asc(account.id))
    .limit(limit)
    .for("no key update", { skipLocked: true });
}
