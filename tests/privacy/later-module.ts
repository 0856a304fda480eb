/**
 * A module that exists only here, as somebody might add one later: accounts that the law keeps ten years, projects with
 * files, scenes and notes below them, and copies that stand at an outside place of their own. It brings a line for a
 * retention rule, its tables, its place and the way to delete there; no engine knows of it. To be imported before them.
 */
import { getTableColumns, getTableName } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import {
  type AnyPgTable,
  bigint,
  getTableConfig,
  index,
  integer,
  jsonb,
  type PgColumn,
  pgTable,
  text,
} from "drizzle-orm/pg-core";
import { account } from "../../core/account/account.sql.ts";
import { at, createdAt, id, ref } from "../../core/base/columns.ts";
import { include } from "../../core/privacy/inventory.ts";
import { dataMap } from "../../core/privacy/map.ts";
import { RETENTION, type RetentionRule } from "../../core/privacy/retention.ts";
import { RULES } from "../../core/privacy/words.ts";
import { owner } from "../support/owner.ts";

const BOOKS = "laterBooks" as RetentionRule;
Object.assign(RETENTION, { [BOOKS]: { years: 10 } });
Object.assign(RULES, {
  [BOOKS]: {
    what: { en: "books", fr: "livres" },
    from: { en: "from the end of the financial year", fr: "à la clôture" },
  },
});

const owned = () =>
  ref<"account">()
    .notNull()
    .references(() => account.id);

/** Kept by law (Code de commerce, art. L123-22): no foreign key, and the clock starts at the end of the financial year. */
export const laterBook = dataMap(
  pgTable(
    "later_book",
    {
      id: id<"later_book">(),
      accountId: ref<"account">().notNull(),
      customer: text().notNull(),
      amountCents: integer().notNull(),
      financialYearEndsAt: at().notNull(),
      createdAt: createdAt(),
    },
    (t) => [index("later_book_year").on(t.financialYearEndsAt)],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      customer: "billing",
      amountCents: "billing",
      financialYearEndsAt: "billing",
      createdAt: "technical",
    },
    retention: { rule: BOOKS, from: "financialYearEndsAt" },
    onErase: { keep: BOOKS, because: "books (art. L123-22)", pseudonymise: ["accountId"] },
    exported: "all",
    sharedWith: [],
  },
);

export const laterProject = dataMap(
  pgTable(
    "later_project",
    {
      id: id<"later_project">(),
      accountId: owned(),
      title: text().notNull(),
      fileName: text().notNull(),
      contentType: text().notNull(),
      bytes: bigint({ mode: "number" }).notNull(),
      sha256: text(),
      crc32: bigint({ mode: "number" }),
      madeBy: text(),
      coverKey: text(),
      sketchKey: text(),
      createdAt: createdAt(),
      deletedAt: at(),
    },
    (t) => [index("later_project_created").on(t.createdAt)],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      title: "content",
      fileName: "content",
      contentType: "content",
      bytes: "content",
      sha256: "content",
      crc32: "technical",
      madeBy: "technical",
      coverKey: "technical",
      sketchKey: "technical",
      createdAt: "technical",
      deletedAt: "technical",
    },
    objects: [
      {
        bucket: "media",
        key: "coverKey",
        exported: {
          fileName: "fileName",
          contentType: "contentType",
          bytes: "bytes",
          sha256: "sha256",
          crc32: "crc32",
          madeBy: "madeBy",
          deletedAt: "deletedAt",
        },
      },
      { bucket: "exports", key: "sketchKey", exported: { none: "derived" } },
    ],
    retention: { rule: "content", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

export const laterScene = dataMap(
  pgTable("later_scene", {
    id: id<"later_scene">(),
    projectId: ref<"later_project">()
      .notNull()
      .references(() => laterProject.id),
    plan: jsonb().$type<Record<string, string>>().notNull(),
  }),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: { via: "projectId" },
    columns: { id: "technical", projectId: "technical", plan: "content" },
    retention: { withParent: "projectId" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

/** Two joins away from its person. */
export const laterNote = dataMap(
  pgTable("later_note", {
    id: id<"later_note">(),
    sceneId: ref<"later_scene">()
      .notNull()
      .references(() => laterScene.id),
    words: text().array().notNull(),
  }),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: { via: "sceneId" },
    columns: { id: "technical", sceneId: "technical", words: "content" },
    retention: { withParent: "sceneId" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

export const laterCopy = dataMap(
  pgTable("later_copy", {
    id: id<"later_copy">(),
    accountId: owned(),
    form: text().notNull(),
    placeId: text().notNull(),
    createdAt: createdAt(),
    dueAt: at(),
    tries: integer().notNull().default(0),
    goneAt: at(),
  }),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      form: "technical",
      placeId: "technical",
      createdAt: "technical",
      dueAt: "technical",
      tries: "technical",
      goneAt: "technical",
    },
    remote: { kind: "form", id: "placeId", due: "dueAt", attempts: "tries", deleted: "goneAt" },
    retention: { rule: "withAccount", from: "createdAt" },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);

export const LATER = { laterBook, laterProject, laterScene, laterNote, laterCopy };
const COPY = "copy_elsewhere";
/** Values that must mean something (full-person.ts). */
export const LATER_MEANING = { later_copy: { form: COPY, dueAt: null, goneAt: null, tries: 0 } };

/** What was asked to be deleted at the outside place; it answers only when it is asked a second time. */
export const askedElsewhere: string[] = [];

include({
  tables: Object.entries(LATER).map(([key, table]) => ({
    key,
    table,
    words: { en: `Later: ${getTableName(table)}`, fr: `Plus tard : ${getTableName(table)}` },
  })),
  places: [
    {
      kind: "processor",
      name: "elsewhere",
      holds: ["content"],
      purpose: "generation",
      legalBasis: "contract",
      retention: "work",
      onErase: "deleted_remotely",
    },
  ],
  removers: {
    [COPY]: async (remoteId) => {
      const again = askedElsewhere.includes(remoteId);
      askedElsewhere.push(remoteId);
      return again;
    },
  },
});

const casing = new CasingCache("snake_case");
const nameOf = (column: PgColumn) => casing.getColumnCasing(column);

/** Makes the tables in this file's database, as a migration would. */
export async function createLaterTables(): Promise<void> {
  for (const table of Object.values(LATER) as AnyPgTable[]) {
    const name = getTableName(table);
    const columns = Object.values(getTableColumns(table) as Record<string, PgColumn>).map(
      (column) =>
        `${nameOf(column)} ${column.getSQLType()}${column.primary ? " primary key" : ""}${column.notNull ? " not null" : ""}`,
    );
    const keys = getTableConfig(table).foreignKeys.map((key) => {
      const { columns: own, foreignTable, foreignColumns } = key.reference();
      return `foreign key (${own.map(nameOf)}) references ${getTableName(foreignTable)} (${foreignColumns.map(nameOf)})`;
    });
    await owner.unsafe(`create table ${name} (${[...columns, ...keys].join(", ")})`);
    await owner.unsafe(`grant select, insert, update, delete on ${name} to app`);
  }
}
