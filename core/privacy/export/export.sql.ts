import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { account } from "../../account/account.sql.ts";
import { at, bytea, createdAt, id, ref } from "../../base/columns.ts";
import type { Locale } from "../../base/locale.ts";
import type { Bucket } from "../../base/storage.ts";
import { dataMap } from "../map.ts";

/** `planned`: everything that goes in is frozen. `expired` and `failed` hold nothing any more. */
export type ExportState = "requested" | "planned" | "building" | "ready" | "expired" | "failed";

/** A copy of everything about a person, asked for by that person (GDPR art. 15 and 20). One at a time. */
export const dataExport = dataMap(
  pgTable(
    "data_export",
    {
      id: id<"data_export">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      locale: text().$type<Locale>().notNull(),
      state: text().$type<ExportState>().notNull(),
      attempts: integer().notNull().default(0),
      /** When the next message should have arrived; the clock sends it again when it did not. */
      wakeAt: at(),
      createdAt: createdAt(),
      /** The instant of which this is the picture. */
      snapshotAt: at(),
      readyAt: at(),
      expiresAt: at(),
    },
    (t) => [
      index("data_export_account").on(t.accountId, t.createdAt),
      index("data_export_wake").on(t.wakeAt),
      index("data_export_expiry").on(t.expiresAt),
      uniqueIndex("data_export_running")
        .on(t.accountId)
        .where(sql`state in ('requested', 'planned', 'building')`),
    ],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      locale: "preference",
      state: "technical",
      attempts: "technical",
      wakeAt: "technical",
      createdAt: "technical",
      snapshotAt: "technical",
      readyAt: "technical",
      expiresAt: "technical",
    },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: { except: { wakeAt: "internal_rule" } },
    sharedWith: [],
  },
);

/** One ZIP file of an export, built by one worker at a time; what it has uploaded survives the worker. */
export const exportPart = dataMap(
  pgTable(
    "export_part",
    {
      exportId: ref<"data_export">()
        .notNull()
        .references(() => dataExport.id),
      number: integer().notNull(),
      state: text().$type<"waiting" | "building" | "done">().notNull(),
      /** What it will weigh; known to the byte once it is done. */
      bytes: bigint({ mode: "number" }).notNull(),
      bytesDone: bigint({ mode: "number" }).notNull().default(0),
      objectKey: text(),
      uploadId: text(),
      /** Taken by a worker, who renews it with every piece; free again a minute after a worker died. */
      claimedAt: at(),
    },
    (t) => [primaryKey({ columns: [t.exportId, t.number] })],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: { via: "exportId" },
    columns: {
      exportId: "technical",
      number: "technical",
      state: "technical",
      bytes: "technical",
      bytesDone: "technical",
      objectKey: "technical",
      uploadId: "technical",
      claimedAt: "technical",
    },
    objects: [{ bucket: "exports", key: "objectKey", exported: { none: "derived" } }],
    retention: { withParent: "exportId" },
    onErase: "delete",
    exported: { none: "derived" },
    sharedWith: [],
  },
);

/** Why a file is not in the archive: the person had deleted it, or the storage does not have it any more. */
export type MissingReason = "deleted" | "gone";

/** The frozen plan: one entry of the archive, in its order. Gone once the export is ready. */
export const exportItem = dataMap(
  pgTable(
    "export_item",
    {
      exportId: ref<"data_export">()
        .notNull()
        .references(() => dataExport.id),
      position: integer().notNull(),
      part: integer().notNull(),
      /** Where it lies in the archive. */
      path: text().notNull(),
      /** `document`: written by us and frozen in chunks. `object`: a file of the person, in storage. */
      kind: text().$type<"document" | "object">().notNull(),
      /** Written when all files are in: the index and the manifest. */
      closing: boolean().notNull().default(false),
      /** How many rows of a table it holds. */
      rows: integer(),
      bytes: bigint({ mode: "number" }).notNull(),
      storedBytes: bigint({ mode: "number" }).notNull(),
      crc32: bigint({ mode: "number" }),
      sha256: text(),
      contentType: text().notNull(),
      bucket: text().$type<Bucket>(),
      objectKey: text(),
      /** The row that the object belongs to. */
      sourceTable: text(),
      sourceId: text(),
      missing: text().$type<MissingReason>(),
    },
    (t) => [
      primaryKey({ columns: [t.exportId, t.position] }),
      index("export_item_part").on(t.exportId, t.part, t.position),
    ],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: { via: "exportId" },
    columns: {
      exportId: "technical",
      position: "technical",
      part: "technical",
      path: "content",
      kind: "technical",
      closing: "technical",
      rows: "technical",
      bytes: "technical",
      storedBytes: "technical",
      crc32: "technical",
      sha256: "content",
      contentType: "content",
      bucket: "technical",
      objectKey: "technical",
      sourceTable: "technical",
      sourceId: "technical",
      missing: "technical",
    },
    retention: { withParent: "exportId" },
    onErase: "delete",
    exported: { none: "derived" },
    sharedWith: [],
  },
);

/** The compressed bytes of a document of the plan, in pieces. Gone once the export is ready. */
export const exportChunk = dataMap(
  pgTable(
    "export_chunk",
    {
      exportId: ref<"data_export">()
        .notNull()
        .references(() => dataExport.id),
      position: integer().notNull(),
      index: integer().notNull(),
      bytes: bytea().notNull(),
    },
    (t) => [primaryKey({ columns: [t.exportId, t.position, t.index] })],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: { via: "exportId" },
    columns: { exportId: "technical", position: "technical", index: "technical", bytes: "content" },
    retention: { withParent: "exportId" },
    onErase: "delete",
    exported: { none: "derived" },
    sharedWith: [],
  },
);
