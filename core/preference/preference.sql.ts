import { index, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { GenerationKind } from "../generation/generation.schema.ts";
import { dataMap } from "../privacy/map.ts";

/** The settings last used for each kind of work, while the person wants them remembered. */
export const rememberedSettings = dataMap(
  pgTable(
    "remembered_settings",
    {
      id: id<"remembered_settings">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      kind: text().$type<GenerationKind>().notNull(),
      settings: jsonb().$type<Record<string, string | number>>().notNull(),
      usedAt: at().notNull(),
    },
    (t) => [
      unique("remembered_settings_kind").on(t.accountId, t.kind),
      index("remembered_settings_used").on(t.usedAt),
    ],
  ),
  {
    purpose: "personalization",
    legalBasis: "consent",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      kind: "preference",
      settings: "preference",
      usedAt: "preference",
    },
    retention: { rule: "remembered", from: "usedAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

/** The last prompts, to be used again, while the person wants them remembered. */
export const recentPrompt = dataMap(
  pgTable(
    "recent_prompt",
    {
      id: id<"recent_prompt">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      kind: text().$type<GenerationKind>().notNull(),
      prompt: text().notNull(),
      createdAt: createdAt(),
    },
    (t) => [
      index("recent_prompt_account").on(t.accountId, t.createdAt, t.id),
      index("recent_prompt_created").on(t.createdAt),
    ],
  ),
  {
    purpose: "personalization",
    legalBasis: "consent",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      kind: "preference",
      prompt: "content",
      createdAt: "technical",
    },
    retention: { rule: "remembered", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
