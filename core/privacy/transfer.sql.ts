import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { ProcessorId } from "../base/processor.ts";
import { dataMap } from "./map.ts";

/** The transfer ledger: every call that took something of a person outside, without its content (policy 05). */
export const transfer = dataMap(
  pgTable(
    "transfer",
    {
      id: id<"transfer">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      generationId: ref<"generation">(),
      processor: text().$type<ProcessorId>().notNull(),
      operation: text().notNull(),
      /** The names of the fields that were sent. */
      fields: text().array().notNull(),
      bytes: bigint({ mode: "number" }).notNull(),
      sha256: text().notNull(),
      ground: text().$type<"contract" | "explicit_consent">().notNull(),
      createdAt: createdAt(),
    },
    (t) => [index("transfer_account").on(t.accountId, t.createdAt)],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      generationId: "technical",
      processor: "technical",
      operation: "technical",
      fields: "technical",
      bytes: "technical",
      sha256: "technical",
      ground: "technical",
      createdAt: "technical",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

/** v1 clips are files and v2 clips are tasks; a v1 task is remembered for the file that it may still make. */
export type RemoteKind = "video_file" | "video_v1_task" | "video_v2_task";

/** A thing of a person that stands at a processor (a file, a task) until it is deleted there. */
export const remoteItem = dataMap(
  pgTable(
    "remote_item",
    {
      id: id<"remote_item">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      generationId: ref<"generation">(),
      processor: text().$type<ProcessorId>().notNull(),
      kind: text().$type<RemoteKind>().notNull(),
      /** Kept as text: the provider's ids are 64-bit integers. */
      remoteId: text().notNull(),
      createdAt: createdAt(),
      /** When its deletion is to be tried next; empty before it is asked for and once the provider has confirmed. */
      deletionDueAt: at(),
      attempts: integer().notNull().default(0),
      deletedAt: at(),
    },
    (t) => [index("remote_item_account").on(t.accountId), index("remote_item_due").on(t.deletionDueAt)],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      generationId: "technical",
      processor: "technical",
      kind: "technical",
      remoteId: "technical",
      createdAt: "technical",
      deletionDueAt: "technical",
      attempts: "technical",
      deletedAt: "technical",
    },
    remote: {
      kind: "kind",
      id: "remoteId",
      due: "deletionDueAt",
      attempts: "attempts",
      deleted: "deletedAt",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: ["minimax"],
  },
);
