import { pgTable } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { createdAt, ref } from "../base/columns.ts";
import { dataMap } from "../privacy/map.ts";

/** Accounts that may see how the service runs. Written by a command on the machine alone; no page leads here. */
export const staff = dataMap(
  pgTable("staff", {
    accountId: ref<"account">()
      .primaryKey()
      .references(() => account.id),
    createdAt: createdAt(),
  }),
  {
    purpose: "security",
    legalBasis: "legitimate_interest",
    subject: "accountId",
    columns: { accountId: "technical", createdAt: "technical" },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
