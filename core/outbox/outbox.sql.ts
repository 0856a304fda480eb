import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id } from "../base/columns.ts";
import type { QueueName } from "../base/queue.ts";
import { dataMap } from "../privacy/map.ts";

/** Messages written in the transaction that wants them sent, and relayed after it. Bodies hold ids only. */
export const outbox = dataMap(
  pgTable(
    "outbox",
    {
      id: id<"outbox">(),
      queue: text().$type<QueueName>().notNull(),
      body: jsonb().$type<Record<string, string | number>>().notNull(),
      delaySeconds: integer().notNull(),
      createdAt: createdAt(),
      /** Taken by a relay; free again after a minute if that relay died. */
      claimedAt: at(),
    },
    (t) => [index("outbox_created").on(t.createdAt)],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "nobody",
    columns: {
      id: "technical",
      queue: "technical",
      body: "technical",
      delaySeconds: "technical",
      createdAt: "technical",
      claimedAt: "technical",
    },
    retention: { rule: "work", from: "createdAt" },
    onErase: { keep: "work", because: "holds ids only and ends when the message is sent" },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
