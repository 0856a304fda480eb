/** What goes in and out of exports. */
import * as v from "valibot";
import { idSchema } from "../../base/id.ts";

export const ExportId = v.strictObject({ id: idSchema<"data_export">() });
/** A part of an export by its number, counted from one. */
export const ExportPartId = v.strictObject({
  ...ExportId.entries,
  number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});

export const ExportPartView = v.object({
  number: v.number(),
  fileName: v.string(),
  bytes: v.number(),
});

/** An export and how far it is. `building`: part `partsDone + 1` of `partsTotal` is being written. */
export const ExportView = v.object({
  id: idSchema<"data_export">(),
  state: v.picklist(["requested", "planned", "building", "ready", "expired", "failed"]),
  createdAt: v.string(),
  /** The instant of which it is the picture; null until the plan is frozen. */
  snapshotAt: v.nullable(v.string()),
  readyAt: v.nullable(v.string()),
  expiresAt: v.nullable(v.string()),
  /** Its last step could not reach the storage, or found it full: it is tried again, by itself. */
  waitingForStorage: v.boolean(),
  partsDone: v.number(),
  partsTotal: v.number(),
  bytesDone: v.number(),
  bytesTotal: v.number(),
  /** What can be downloaded; empty unless it is ready. */
  parts: v.array(ExportPartView),
});
export type ExportView = v.InferOutput<typeof ExportView>;
/** The exports of the last year, newest first. */
export const ExportList = v.object({ items: v.array(ExportView) });
