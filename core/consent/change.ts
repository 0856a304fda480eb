/**
 * One change of one consent. The account is locked meanwhile: two that come at once are written one after the other,
 * and nothing that a consent allows is half done when it ends. What changes nothing is not written.
 */

import { lockStanding, refuseUnlessOpen } from "../account/processing.ts";
import { currentActor } from "../base/actor.ts";
import { now } from "../base/clock.ts";
import { config } from "../base/config.ts";
import { db, one } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { keyedHash } from "../base/secret.ts";
import { forgetPreferences } from "../preference/preference.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";
import { recipientsOf, type Service } from "../privacy/recipients.ts";
import type { CONSENT_METHODS, ConsentPurpose } from "./consent.schema.ts";
import { consentEvent } from "./consent.sql.ts";
import { type ConsentEvent, lastChoice } from "./gate.ts";
import { currentNotice, noticeHash } from "./notices.ts";

type Method = (typeof CONSENT_METHODS)[number];

/** Which services see something of what each consent opens. */
const SERVICES: Record<ConsentPurpose, readonly Service[]> = {
  marketing: ["hosting", "database", "mail"],
  analytics: ["hosting", "database"],
  personalization: ["hosting", "database"],
};

/** Who receives something for a purpose, as the deployment is now. */
const recipientsFor = (purpose: ConsentPurpose) =>
  recipientsOf(config)
    .filter(({ services }) => services.some((service) => SERVICES[purpose].includes(service)))
    .map(({ id }) => id);

/**
 * Records a yes to the notice that is shown now, in the language that the person read it in. Expects a transaction. Returns the last choice after it. Throws
 * `account_restricted` or `account_closing`.
 */
export async function give(
  accountId: Id<"account">,
  purpose: ConsentPurpose,
  { method, locale }: { method: Method; locale: Locale },
): Promise<ConsentEvent> {
  await refuseUnlessOpen(accountId);
  const last = await lastChoice(accountId, purpose);
  const notice = currentNotice(purpose);
  if (last?.event === "given" && last.noticeVersion === notice.version) return last;
  const shown = { noticeVersion: notice.version, noticeHash: noticeHash(notice, locale), locale };
  return write({ accountId, purpose, event: "given", method, number: (last?.number ?? 0) + 1, ...shown });
}

/**
 * Records a no, and does at once what follows from it. It names the notice of the yes that it ends, and goes into the
 * journal. `at` is when it was said, for one that is repeated on a restored backup. Expects a transaction. Returns the last
 * choice after it; undefined when there never was one.
 */
export async function withdraw(
  accountId: Id<"account">,
  purpose: ConsentPurpose,
  method: Method,
  at = now(),
): Promise<ConsentEvent | undefined> {
  await lockStanding(accountId);
  const last = await lastChoice(accountId, purpose);
  if (last?.event !== "given") return last;
  const { noticeVersion, noticeHash: hash, locale } = last;
  if (purpose === "personalization") await forgetPreferences(accountId);
  await writeJournal({ kind: "withdrawal", subject: pseudonymOf(accountId), purpose, method });
  const ended = { noticeVersion, noticeHash: hash, locale, createdAt: at };
  return write({ accountId, purpose, event: "withdrawn", method, number: last.number + 1, ...ended });
}

type Choice = Pick<
  ConsentEvent,
  "accountId" | "purpose" | "number" | "event" | "method" | "noticeVersion" | "noticeHash"
> & { locale: Locale; createdAt?: Date };

async function write(choice: Choice): Promise<ConsentEvent> {
  const actor = currentActor();
  const sessionHash = actor.type === "account" ? keyedHash("consent-session", actor.sessionId) : null;
  const values = { ...choice, recipients: recipientsFor(choice.purpose), sessionHash };
  return one(await db().insert(consentEvent).values(values).returning());
}
