import { pgTable, text, unique } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { createdAt, id, ref } from "../base/columns.ts";
import { dataMap } from "../privacy/map.ts";
import type { MailTemplate } from "./mail.sql.ts";

/** Which letter of news went to which account, so that none goes there twice. */
export const productLetter = dataMap(
  pgTable(
    "product_letter",
    {
      id: id<"product_letter">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      letter: text().$type<MailTemplate>().notNull(),
      createdAt: createdAt(),
    },
    (t) => [unique("product_letter_once").on(t.accountId, t.letter)],
  ),
  {
    purpose: "marketing",
    legalBasis: "consent",
    subject: "accountId",
    columns: { id: "technical", accountId: "technical", letter: "preference", createdAt: "technical" },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
