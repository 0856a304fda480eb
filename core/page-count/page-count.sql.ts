import { date, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Locale } from "../base/locale.ts";
import { dataMap } from "../privacy/map.ts";
import type { CountedPage } from "./page-count.schema.ts";

/** How often each page was opened on a day, in which language. Nothing in it says by whom, or in what order. */
export const pageCount = dataMap(
  pgTable(
    "page_count",
    {
      /** In UTC. */
      day: date({ mode: "date" }).notNull(),
      page: text().$type<CountedPage>().notNull(),
      locale: text().$type<Locale>().notNull(),
      count: integer().notNull(),
    },
    (t) => [primaryKey({ columns: [t.day, t.page, t.locale] })],
  ),
  {
    purpose: "analytics",
    legalBasis: "consent",
    subject: "nobody",
    columns: { day: "technical", page: "technical", locale: "technical", count: "technical" },
    retention: { rule: "pageCounts", from: "day" },
    onErase: { keep: "pageCounts", because: "sums in which nobody can be found" },
    exported: { none: "derived" },
    sharedWith: [],
  },
);
