/**
 * The gate in front of everything that only a consent allows. It asks the database each time and remembers nothing, so
 * that a withdrawal holds for the next action of every process. Restriction and closing shut it as well, whatever the
 * switches say (they are remembered and hold again afterwards).
 */
import { and, desc, eq, sql } from "drizzle-orm";
import { mayProcess } from "../account/processing.ts";
import { db, prepared } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { ConsentPurpose } from "./consent.schema.ts";
import { consentEvent } from "./consent.sql.ts";
import { stillCounts } from "./notices.ts";

export type ConsentEvent = typeof consentEvent.$inferSelect;

const lastEvent = prepared(() =>
  db()
    .select()
    .from(consentEvent)
    .where(
      and(
        eq(consentEvent.accountId, sql.placeholder("accountId")),
        eq(consentEvent.purpose, sql.placeholder("purpose")),
      ),
    )
    .orderBy(desc(consentEvent.number))
    .limit(1)
    .prepare("last_consent_event"),
);

/** The last choice of an account for a purpose; undefined when there was none. */
export async function lastChoice(
  accountId: Id<"account">,
  purpose: ConsentPurpose,
): Promise<ConsentEvent | undefined> {
  const [last] = await lastEvent().execute({ accountId, purpose });
  return last;
}

/** Whether a choice is a consent to what is done today. */
export const isConsent = (choice: ConsentEvent | undefined): boolean =>
  choice?.event === "given" && stillCounts(choice.purpose, choice.noticeVersion);

/** Whether this may be done for this account now. */
export async function isAllowed(accountId: Id<"account">, purpose: ConsentPurpose): Promise<boolean> {
  return isConsent(await lastChoice(accountId, purpose)) && (await mayProcess(accountId, purpose));
}
