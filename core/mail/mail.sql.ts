import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { Locale } from "../base/locale.ts";
import { dataMap } from "../privacy/map.ts";

export type MailTemplate =
  | "verify_email"
  | "already_registered"
  | "reset_password"
  | "password_changed"
  | "confirm_new_email"
  | "email_change_notice"
  | "email_change_undone"
  | "processing_restricted"
  | "lift_announced"
  | "closing_asked"
  | "closing_cancelled"
  | "being_erased"
  | "export_ready"
  | "idle_notice"
  | "idle_kept"
  | "whats_new"
  | "policy_changed";

/** A mail that waits to be sent. The row is deleted once the server took it. Links are made from the token's id. */
export const mail = dataMap(
  pgTable(
    "mail",
    {
      id: id<"mail">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      template: text().$type<MailTemplate>().notNull(),
      address: text().notNull(),
      locale: text().$type<Locale>().notNull(),
      /** The single-use link inside, if any. */
      tokenId: ref<"account_token">(),
      /** The instant that the letter names, if any. */
      instant: at(),
      /** The version of the policy that the letter announces, if any. */
      policyVersion: integer(),
      /** The unspent credits that the letter names, if any. */
      credits: integer(),
      attempts: integer().notNull().default(0),
      /** Taken by a worker; free again when that has failed, or after five minutes if it died. */
      claimedAt: at(),
      createdAt: createdAt(),
    },
    (t) => [index("mail_account").on(t.accountId), index("mail_created").on(t.createdAt)],
  ),
  {
    purpose: "account",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      template: "technical",
      address: "identity",
      locale: "preference",
      tokenId: "technical",
      instant: "technical",
      policyVersion: "technical",
      credits: "credits",
      attempts: "technical",
      claimedAt: "technical",
      createdAt: "technical",
    },
    retention: { rule: "work", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
