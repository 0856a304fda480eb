/** The transfer ledger as its person sees it. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";

/** A thing that the call left at the processor, and its deletion there. */
export const RemoteItemView = v.object({
  kind: v.picklist(["video_file", "video_v1_task", "video_v2_task"]),
  name: v.string(),
  createdAt: v.string(),
  /** When the processor confirmed that it is gone; null while it is not. */
  deletedAt: v.nullable(v.string()),
  /** Deletion has been asked for and is being tried again until it is confirmed. */
  deletionPending: v.boolean(),
});

/** Whom a line is about; the stand-in, which runs with the service, is in no other country. */
const ProcessorView = v.object({
  id: v.string(),
  name: v.string(),
  country: v.nullable(v.string()),
  countryName: v.nullable(v.string()),
});
export type ProcessorView = v.InferOutput<typeof ProcessorView>;

export const TransferView = v.object({
  id: idSchema<"transfer">(),
  processor: ProcessorView,
  /** For example "clip, request" in words. */
  operation: v.string(),
  /** The names of the fields that were sent, in words where there are some. */
  fields: v.array(v.object({ key: v.string(), name: v.string() })),
  bytes: v.number(),
  /** SHA-256 of what was sent, so that the line can be checked and holds nothing of the content. */
  sha256: v.string(),
  ground: v.object({ code: v.picklist(["contract", "explicit_consent"]), text: v.string() }),
  generationId: v.nullable(idSchema<"generation">()),
  createdAt: v.string(),
  remoteItems: v.array(RemoteItemView),
});
export type TransferView = v.InferOutput<typeof TransferView>;

export const TransferTotal = v.object({
  processor: ProcessorView,
  calls: v.number(),
  bytes: v.number(),
  firstAt: v.string(),
  lastAt: v.string(),
  /** Things that still stand there. */
  remoteItemsLeft: v.number(),
});

export type TransferTotal = v.InferOutput<typeof TransferTotal>;

/** What was signed and assessed with a recipient outside the Union, in sentences with their days. */
export const SafeguardView = v.object({
  processor: ProcessorView,
  lines: v.array(v.string()),
  /** Why nothing is sent there at the moment; null when it is. */
  suspended: v.nullable(v.string()),
});
export type SafeguardView = v.InferOutput<typeof SafeguardView>;

/**
 * `totals` are over everything, whatever the page; `safeguards` are those of this deployment, none where nothing leaves
 * the Union.
 */
export const TransferPage = v.object({
  items: v.array(TransferView),
  next: v.nullable(v.string()),
  totals: v.array(TransferTotal),
  safeguards: v.array(SafeguardView),
});
export type TransferPage = v.InferOutput<typeof TransferPage>;
