import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id } from "../../base/columns.ts";
import { dataMap } from "../map.ts";
import type { JournalEntry } from "./entry.ts";

/** Entries that were written with the change they tell of, and are not in the bucket yet. */
export const journalPending = dataMap(
  pgTable(
    "journal_pending",
    { id: id<"journal_pending">(), entry: jsonb().$type<JournalEntry>().notNull(), createdAt: createdAt() },
    (t) => [index("journal_pending_order").on(t.createdAt, t.id)],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "nobody",
    columns: { id: "technical", entry: "technical", createdAt: "technical" },
    ownWords: ["entry"],
    retention: { rule: "journal", from: "createdAt" },
    onErase: { keep: "journal", because: "keyed pseudonyms only; it goes into the journal within a minute" },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);

/**
 * What this database knows of the journal: each link of the chain as the bucket holds it. Append-only (a database trigger
 * refuses changes, and removal to all but the eraser). The newest link is the database's position.
 */
export const journalLink = dataMap(
  pgTable(
    "journal_link",
    {
      /** 1, 2, 3 ... */
      sequence: bigint({ mode: "number" }).primaryKey(),
      /** SHA-256 of the link, in hexadecimal. */
      hash: text().notNull(),
      /** The object, to the byte. */
      body: text().notNull(),
      /** When it was made. */
      at: at().notNull(),
      /** Where it is in the bucket, as link.ts names it. */
      objectKey: text().generatedAlwaysAs(sql`lpad(sequence::text, 12, '0') || '.json'`),
    },
    (t) => [index("journal_link_at").on(t.at)],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "nobody",
    columns: {
      sequence: "technical",
      hash: "technical",
      body: "technical",
      at: "technical",
      objectKey: "technical",
    },
    ownWords: ["hash", "body"],
    objects: [{ bucket: "journal", key: "objectKey", exported: { none: "internal_rule" } }],
    retention: { rule: "journal", from: "at" },
    onErase: {
      keep: "journal",
      because: "proof of erasures under keyed pseudonyms (art. 5(2) and 17(3)(e))",
    },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
