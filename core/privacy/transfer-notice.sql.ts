import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { createdAt, ref } from "../base/columns.ts";
import type { Locale } from "../base/locale.ts";
import { dataMap } from "./map.ts";

/**
 * Which notice of the transfer each account has acknowledged, in which language and when (GDPR art. 5(2) and 13(1)(f)). A
 * proof that somebody was told: one row for an account and a version, the first time counts.
 */
export const transferNotice = dataMap(
  pgTable(
    "transfer_notice",
    {
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      version: text().notNull(),
      locale: text().$type<Locale>().notNull(),
      createdAt: createdAt(),
    },
    (t) => [primaryKey({ columns: [t.accountId, t.version] })],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "accountId",
    columns: { accountId: "technical", version: "technical", locale: "preference", createdAt: "technical" },
    ownWords: ["version"],
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
