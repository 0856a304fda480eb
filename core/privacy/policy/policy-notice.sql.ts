import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { account } from "../../account/account.sql.ts";
import { at, createdAt, ref } from "../../base/columns.ts";
import { dataMap } from "../map.ts";

/**
 * What each account was told of each version of the policy (GDPR art. 12 and 13): the mail that announced it, and when
 * its person saw it. One row for an account and a version, so that a mail is never sent twice.
 */
export const policyNotice = dataMap(
  pgTable(
    "policy_notice",
    {
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      version: integer().notNull(),
      /** When the mail was queued; empty for a version that was in force at sign-up. */
      mailedAt: at(),
      /** When it was first seen: at sign-up, opened from the line above the pages, or put away there. */
      seenAt: at(),
      seenHow: text().$type<"sign_up" | "opened" | "put_away">(),
      createdAt: createdAt(),
    },
    (t) => [primaryKey({ columns: [t.accountId, t.version] })],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "accountId",
    columns: {
      accountId: "technical",
      version: "technical",
      mailedAt: "technical",
      seenAt: "connection",
      seenHow: "technical",
      createdAt: "technical",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
