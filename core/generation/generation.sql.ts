import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import { media } from "../media/media.sql.ts";
import { dataMap } from "../privacy/map.ts";
import type {
  FailureCode,
  GenerationKind,
  GenerationState,
  InputRole,
  StoredSettings,
} from "./generation.schema.ts";

/** Where a result is, from the provider's answer until it is delivered: links, and the file behind them. */
export type ProviderResult = { urls: string[]; fileId?: string };

/** One request to make something, its price and its state (core/generation/pipeline.ts moves it). */
export const generation = dataMap(
  pgTable(
    "generation",
    {
      id: id<"generation">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      kind: text().$type<GenerationKind>().notNull(),
      model: text().notNull(),
      prompt: text().notNull(),
      /** The whole request without its text: model, sizes, voice, ... */
      settings: jsonb().$type<StoredSettings>().notNull(),
      state: text().$type<GenerationState>().notNull(),
      failure: text().$type<FailureCode>(),
      /** The price that was quoted and held, and what was charged in the end. */
      credits: integer().notNull(),
      creditsCharged: integer(),
      idempotencyKey: text(),
      requestHash: text().notNull(),
      /** Counts the steps; a message that carries an older number is ignored. */
      step: integer().notNull().default(0),
      attempts: integer().notNull().default(0),
      /** When the next message should have arrived; the watchdog looks after those that are overdue. */
      wakeAt: at().notNull(),
      deadlineAt: at().notNull(),
      providerTaskId: text(),
      providerResult: jsonb().$type<ProviderResult>(),
      /** The object of ours that holds a result which came inside the answer, until it is delivered. */
      keptKey: text(),
      cancelRequestedAt: at(),
      createdAt: createdAt(),
      submittedAt: at(),
      finishedAt: at(),
      deletedAt: at(),
      /** The result came while processing was restricted: stored, shown to nobody, charged only if it is wanted later. */
      sealedAt: at(),
    },
    (t) => [
      index("generation_account").on(t.accountId, t.createdAt, t.id),
      index("generation_created").on(t.createdAt),
      index("generation_wake").on(t.wakeAt).where(sql`finished_at is null`),
      index("generation_typical").on(t.model, t.finishedAt).where(sql`state = 'ready'`),
      index("generation_deleted").on(t.deletedAt),
      unique("generation_idempotency").on(t.accountId, t.idempotencyKey),
    ],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "technical",
      accountId: "technical",
      kind: "content",
      model: "content",
      prompt: "content",
      settings: "content",
      state: "technical",
      failure: "technical",
      credits: "credits",
      creditsCharged: "credits",
      idempotencyKey: "technical",
      requestHash: "technical",
      step: "technical",
      attempts: "technical",
      wakeAt: "technical",
      deadlineAt: "technical",
      providerTaskId: "technical",
      providerResult: "technical",
      keptKey: "technical",
      cancelRequestedAt: "technical",
      createdAt: "technical",
      submittedAt: "technical",
      finishedAt: "technical",
      deletedAt: "technical",
      sealedAt: "technical",
    },
    objects: [{ bucket: "media", key: "keptKey", exported: { none: "derived" } }],
    retention: { rule: "content", from: "createdAt" },
    earlier: [{ rule: "trash", from: "deletedAt" }],
    waitsFor: "finishedAt",
    onErase: "delete",
    exported: {
      except: {
        requestHash: "derived",
        step: "internal_rule",
        wakeAt: "internal_rule",
        providerResult: "security_secret",
        keptKey: "security_secret",
      },
    },
    sharedWith: ["minimax"],
  },
);

/** The uploads that a generation used, each in its role. */
export const generationInput = dataMap(
  pgTable(
    "generation_input",
    {
      generationId: ref<"generation">()
        .notNull()
        .references(() => generation.id),
      role: text().$type<InputRole>().notNull(),
      mediaId: ref<"media">()
        .notNull()
        .references(() => media.id),
    },
    (t) => [primaryKey({ columns: [t.generationId, t.role] }), index("generation_input_media").on(t.mediaId)],
  ),
  {
    purpose: "generation",
    legalBasis: "contract",
    subject: { via: "generationId" },
    columns: { generationId: "technical", role: "content", mediaId: "technical" },
    retention: { withParent: "generationId", alsoWith: ["mediaId"] },
    onErase: "delete",
    exported: "all",
    sharedWith: [],
  },
);
