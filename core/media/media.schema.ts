/** What goes in and out of media. */
import * as v from "valibot";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import { idSchema } from "../base/id.ts";

const CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

export const UploadRequest = v.strictObject({
  fileName: v.pipe(v.string(), v.trim(), v.minLength(1, "required"), v.maxLength(255)),
  contentType: v.pipe(v.string(), v.maxLength(100)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export const MediaView = v.object({
  id: idSchema<"media">(),
  state: v.picklist(["uploading", "checking", "ready", "refused"]),
  /** Why it was refused, or why a file that is ready is not there: the code, and the sentence in the reader's language. */
  refusal: v.nullable(v.object({ code: v.picklist(CODES), text: v.string() })),
  kind: v.picklist(["image", "video", "audio"]),
  fileName: v.string(),
  contentType: v.string(),
  bytes: v.number(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  durationSeconds: v.nullable(v.number()),
  /** Paths on this origin that redirect to a short signed link. */
  fileUrl: v.nullable(v.string()),
  thumbnailUrl: v.nullable(v.string()),
  placeholder: v.nullable(v.string()),
  createdAt: v.string(),
});
export type MediaView = v.InferOutput<typeof MediaView>;

/** Where and how the browser puts the file: one PUT with exactly these headers. */
export const UploadTicket = v.object({
  media: MediaView,
  upload: v.object({ url: v.string(), headers: v.record(v.string(), v.string()), expiresAt: v.string() }),
});
export type UploadTicket = v.InferOutput<typeof UploadTicket>;

export const MediaId = v.strictObject({ id: idSchema<"media">() });
export const MediaPage = v.object({ items: v.array(MediaView), next: v.nullable(v.string()) });
export const FileQuery = v.object({
  variant: v.optional(v.picklist(["original", "thumbnail"]), "original"),
  download: v.optional(v.picklist(["0", "1"]), "0"),
});
