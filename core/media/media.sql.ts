import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import type { ErrorCode } from "../base/error.ts";
import { generation } from "../generation/generation.sql.ts";
import { dataMap } from "../privacy/map.ts";

/**
 * A file of a user: uploaded, or made by a generation. Upload states: `uploading` (link given), `checking` (arrived,
 * being inspected), `ready`, `refused` (with the reason). Outputs are inserted ready. The file name stands here only.
 */
export const media = dataMap(
  pgTable(
    "media",
    {
      id: id<"media">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      /** The generation that made it; empty for an upload. */
      generationId: ref<"generation">().references(() => generation.id),
      position: integer().notNull().default(0),
      state: text().$type<"uploading" | "checking" | "ready" | "refused">().notNull(),
      refusal: text().$type<ErrorCode>(),
      /** The number that the words of the refusal mention. */
      refusalLimit: integer(),
      fileName: text().notNull(),
      contentType: text().notNull(),
      bytes: bigint({ mode: "number" }).notNull(),
      width: integer(),
      height: integer(),
      durationSeconds: doublePrecision(),
      sha256: text(),
      crc32: bigint({ mode: "number" }),
      /** What the browser sent, before it is cleaned. Empty once the check has taken that away. */
      uploadKey: text(),
      objectKey: text(),
      thumbnailKey: text(),
      /** A few bytes as a data URL, shown while the picture loads. */
      placeholder: text(),
      idempotencyKey: text(),
      createdAt: createdAt(),
      deletedAt: at(),
      /** Since when the storage has been found not to have the file any more (core/privacy/sweep/lost.ts). */
      lostAt: at(),
      /**
       * Where the file is instead of `objectKey` when it was made while processing was restricted: stored, and shown and
       * handed out to nobody until its generation is unsealed.
       */
      sealedKey: text(),
    },
    (t) => [
      index("media_account").on(t.accountId, t.createdAt, t.id),
      index("media_generation").on(t.generationId),
      index("media_created").on(t.createdAt),
      index("media_deleted").on(t.deletedAt),
      index("media_unfinished").on(t.createdAt).where(sql`state in ('uploading', 'refused')`),
      unique("media_idempotency").on(t.accountId, t.idempotencyKey),
    ],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      generationId: "technical",
      position: "technical",
      state: "technical",
      refusal: "technical",
      refusalLimit: "technical",
      fileName: "content",
      contentType: "content",
      bytes: "content",
      width: "content",
      height: "content",
      durationSeconds: "content",
      sha256: "content",
      crc32: "technical",
      uploadKey: "technical",
      objectKey: "technical",
      thumbnailKey: "technical",
      placeholder: "content",
      idempotencyKey: "technical",
      createdAt: "technical",
      deletedAt: "technical",
      lostAt: "technical",
      sealedKey: "technical",
    },
    objects: [
      // Here for minutes, until it has been checked; what the check kept is the object below.
      { bucket: "media", key: "uploadKey", exported: { none: "derived" } },
      {
        bucket: "media",
        key: "objectKey",
        lost: "lostAt",
        exported: {
          fileName: "fileName",
          contentType: "contentType",
          bytes: "bytes",
          sha256: "sha256",
          crc32: "crc32",
          madeBy: "generationId",
          deletedAt: "deletedAt",
        },
      },
      { bucket: "media", key: "thumbnailKey", exported: { none: "derived" } },
      { bucket: "media", key: "sealedKey", exported: { none: "undelivered" } },
    ],
    retention: { rule: "content", from: "createdAt" },
    earlier: [
      { rule: "trash", from: "deletedAt" },
      {
        rule: "unfinishedUpload",
        from: "createdAt",
        when: { column: "state", is: ["uploading", "refused"] },
      },
    ],
    onErase: "delete",
    exported: { except: { crc32: "derived", placeholder: "derived" } },
    sharedWith: ["minimax"],
  },
);
