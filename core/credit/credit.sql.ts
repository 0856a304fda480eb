import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { createdAt, id, ref } from "../base/columns.ts";
import { dataMap } from "../privacy/map.ts";

/** Credits that came in together. A later order is remembered here: VAT, withdrawal and refunds need it. */
export const creditLot = dataMap(
  pgTable(
    "credit_lot",
    {
      id: id<"credit_lot">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      source: text().$type<"welcome">().notNull(),
      credits: integer().notNull(),
      createdAt: createdAt(),
    },
    (t) => [index("credit_lot_account").on(t.accountId), check("credit_lot_positive", sql`${t.credits} > 0`)],
  ),
  {
    purpose: "orders",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      source: "credits",
      credits: "credits",
      createdAt: "credits",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

export const BOOKS = ["issued", "available", "held", "spent", "expired"] as const;
export type Book = (typeof BOOKS)[number];
export type CreditEvent = "issue" | "hold" | "capture" | "release";

/**
 * The ledger: each row moves credits from one book to another, so the sum over all books is zero by construction.
 * Append-only: database triggers refuse update, delete and truncate.
 */
export const creditEntry = dataMap(
  pgTable(
    "credit_entry",
    {
      id: id<"credit_entry">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      lotId: ref<"credit_lot">()
        .notNull()
        .references(() => creditLot.id),
      generationId: ref<"generation">(),
      event: text().$type<CreditEvent>().notNull(),
      fromBook: text().$type<Book>().notNull(),
      toBook: text().$type<Book>().notNull(),
      credits: integer().notNull(),
      createdAt: createdAt(),
    },
    (t) => [
      index("credit_entry_account").on(t.accountId, t.createdAt, t.id),
      index("credit_entry_generation").on(t.generationId),
      index("credit_entry_lot").on(t.lotId),
      check("credit_entry_positive", sql`${t.credits} > 0`),
      check("credit_entry_moves", sql`${t.fromBook} <> ${t.toBook}`),
    ],
  ),
  {
    purpose: "orders",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      lotId: "technical",
      generationId: "technical",
      event: "credits",
      fromBook: "credits",
      toBook: "credits",
      credits: "credits",
      createdAt: "credits",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
