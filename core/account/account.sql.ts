import { sql } from "drizzle-orm";
import { type AnyPgColumn, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { Locale } from "../base/locale.ts";
import { dataMap } from "../privacy/map.ts";

/** A person's account. States: unverified, active, closing (30 days), erasing; restricted and suspended are flags. */
export const account = dataMap(
  pgTable(
    "account",
    {
      id: id<"account">(),
      email: text().notNull().unique(),
      firstName: text().notNull(),
      lastName: text().notNull(),
      locale: text().$type<Locale>().notNull(),
      passwordHash: text().notNull(),
      state: text().$type<"unverified" | "active" | "closing" | "erasing">().notNull(),
      restrictedAt: at(),
      /** What the yearly purge does while processing is restricted: the person's choice (GDPR art. 18(1)(c)). */
      purgeWhileRestricted: text().$type<"keep" | "as_usual">(),
      /** When the lifting of the restriction was announced (art. 18(3)); empty unless one waits to be confirmed. */
      liftAnnouncedAt: at(),
      /** When closing was asked for, and the instant from which the account is erased. */
      closingAskedAt: at(),
      closesAt: at(),
      /** When the 30 days were waived. */
      graceWaivedAt: at(),
      suspendedAt: at(),
      createdAt: createdAt(),
      verifiedAt: at(),
      lastSignInAt: at(),
      /** How many of the mails before the end of an idle account have left, and when the last one did. */
      idleNotices: integer().notNull().default(0),
      idleNoticedAt: at(),
    },
    (t) => [
      index("account_idle").on(sql`coalesce(${t.lastSignInAt}, ${t.createdAt})`).where(sql`state = 'active'`),
      index("account_unverified").on(t.createdAt).where(sql`state = 'unverified'`),
      index("account_closes").on(t.closesAt).where(sql`state = 'closing'`),
      // Purges ask for whom things are held: without it they would read every account.
      index("account_restricted").on(t.restrictedAt).where(sql`restricted_at is not null`),
    ],
  ),
  {
    purpose: "account",
    legalBasis: "contract",
    subject: "id",
    columns: {
      id: "technical",
      email: "identity",
      firstName: "identity",
      lastName: "identity",
      locale: "preference",
      passwordHash: "authentication",
      state: "technical",
      restrictedAt: "technical",
      purgeWhileRestricted: "preference",
      liftAnnouncedAt: "technical",
      closingAskedAt: "technical",
      closesAt: "technical",
      graceWaivedAt: "technical",
      suspendedAt: "technical",
      createdAt: "technical",
      verifiedAt: "technical",
      lastSignInAt: "connection",
      idleNotices: "technical",
      idleNoticedAt: "technical",
    },
    retention: { rule: "account", from: "lastSignInAt" },
    holds: {
      rules: ["content", "remembered"],
      since: "restrictedAt",
      unless: { column: "purgeWhileRestricted", is: "as_usual" },
    },
    onErase: "delete",
    exported: { except: { passwordHash: "security_secret" } },
    sharedWith: [],
  },
);

/**
 * Single-use links sent by mail. The token itself is never stored, only its SHA-256; one that is used is gone. A link that confirms an address holds
 * the sign-up that it was sent for, since others may wait for the same address: whoever follows it confirms that one.
 */
export const accountToken = dataMap(
  pgTable(
    "account_token",
    {
      id: id<"account_token">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      purpose: text().$type<"verify" | "reset" | "email_confirm" | "email_undo">().notNull(),
      tokenHash: text().notNull().unique(),
      emailChangeId: ref<"email_change">().references((): AnyPgColumn => emailChange.id),
      signedUpAt: at(),
      firstName: text(),
      lastName: text(),
      locale: text().$type<Locale>(),
      passwordHash: text(),
      createdAt: createdAt(),
      expiresAt: at().notNull(),
    },
    (t) => [
      index("account_token_account").on(t.accountId),
      index("account_token_expiry").on(t.expiresAt),
      index("account_token_change").on(t.emailChangeId),
    ],
  ),
  {
    purpose: "account",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      purpose: "technical",
      tokenHash: "authentication",
      emailChangeId: "technical",
      signedUpAt: "technical",
      firstName: "identity",
      lastName: "identity",
      locale: "preference",
      passwordHash: "authentication",
      createdAt: "technical",
      expiresAt: "technical",
    },
    retention: { rule: "mailToken", from: "expiresAt" },
    onErase: "delete",
    exported: { except: { tokenHash: "security_secret", passwordHash: "security_secret" } },
    sharedWith: [],
  },
);

/** A change of address: confirmed from the new one, announced to the old one, which may undo it for 72 hours. */
export const emailChange = dataMap(
  pgTable(
    "email_change",
    {
      id: id<"email_change">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      oldEmail: text().notNull(),
      newEmail: text().notNull(),
      createdAt: createdAt(),
      confirmedAt: at(),
      undoneAt: at(),
    },
    (t) => [index("email_change_account").on(t.accountId), index("email_change_created").on(t.createdAt)],
  ),
  {
    purpose: "account",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      oldEmail: "identity",
      newEmail: "identity",
      createdAt: "technical",
      confirmedAt: "technical",
      undoneAt: "technical",
    },
    retention: { rule: "work", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
