import { index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { createdAt, id, ref } from "../base/columns.ts";
import type { Locale } from "../base/locale.ts";
import { dataMap } from "../privacy/map.ts";
import type { DirectiveChoice } from "./directive.schema.ts";

/**
 * What a person lays down for after death (art. 85 of the French data protection act), version after version.
 * Append-only: database triggers refuse update and truncate, and the serving role may not delete.
 */
export const directive = dataMap(
  pgTable(
    "directive",
    {
      id: id<"directive">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      version: integer().notNull(),
      event: text().$type<"given" | "revoked">().notNull(),
      /** One choice for each category; empty in a revocation. */
      creations: text().$type<DirectiveChoice>(),
      account: text().$type<DirectiveChoice>(),
      creditHistory: text().$type<DirectiveChoice>(),
      /** Who was named, as a keyed digest: the name itself goes when the directive does. */
      executorDigest: text(),
      noticeVersion: text().notNull(),
      locale: text().$type<Locale>().notNull(),
      createdAt: createdAt(),
    },
    (t) => [unique("directive_version").on(t.accountId, t.version)],
  ),
  {
    purpose: "legal",
    legalBasis: "consent",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      version: "technical",
      event: "preference",
      creations: "preference",
      account: "preference",
      creditHistory: "preference",
      executorDigest: "technical",
      noticeVersion: "technical",
      locale: "preference",
      createdAt: "technical",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

/** Who carries the directive in force out: another person's identity, deleted when the directive is replaced or revoked. */
export const directiveExecutor = dataMap(
  pgTable(
    "directive_executor",
    {
      accountId: ref<"account">()
        .primaryKey()
        .references(() => account.id),
      directiveId: ref<"directive">()
        .notNull()
        .references(() => directive.id),
      name: text().notNull(),
      email: text().notNull(),
      createdAt: createdAt(),
    },
    (t) => [index("directive_executor_directive").on(t.directiveId)],
  ),
  {
    purpose: "legal",
    legalBasis: "consent",
    subject: "accountId",
    columns: {
      accountId: "technical",
      directiveId: "technical",
      name: "identity",
      email: "identity",
      createdAt: "technical",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: { except: { name: "other_person", email: "other_person" } },
    sharedWith: [],
  },
);
