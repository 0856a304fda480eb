/** A media row as its owner sees it. Links are paths on our origin; they redirect to short signed links. */
import type { InferSelectModel } from "drizzle-orm";
import { requestFacts } from "../base/actor.ts";
import type { ErrorCode } from "../base/error.ts";
import { errorText } from "../base/error-text.ts";
import type { MediaView } from "./media.schema.ts";
import type { media } from "./media.sql.ts";
import { isMediaType, MEDIA_TYPES, type MediaKind } from "./media-types.ts";

export type MediaRow = InferSelectModel<typeof media>;

/** What the view reads of a row, for queries that fetch nothing else. */
export const VIEWED = [
  "id",
  "state",
  "refusal",
  "refusalLimit",
  "contentType",
  "fileName",
  "bytes",
  "width",
  "height",
  "durationSeconds",
  "thumbnailKey",
  "placeholder",
  "createdAt",
  "lostAt",
] as const satisfies readonly (keyof MediaRow)[];
type Viewed = Pick<MediaRow, (typeof VIEWED)[number]>;
/** Those columns as they come back inside of JSON, where an instant is text. */
export type MediaJson = Omit<Viewed, "createdAt" | "lostAt"> & { createdAt: string; lostAt: string | null };

/** Image, video or audio. Types outside the table of accepted ones never reach a row. */
export const kindOf = (contentType: string): MediaKind =>
  isMediaType(contentType) ? MEDIA_TYPES[contentType].kind : "image";

function refusalOf(code: ErrorCode | null, limit: number | null): MediaView["refusal"] {
  if (code === null) return null;
  return { code, text: errorText(code, limit === null ? {} : { limit }, requestFacts().locale) };
}

/** The view of a row, which may have come back as JSON. */
export function mediaView(row: Viewed | MediaJson): MediaView {
  const isThere = row.state === "ready" && row.lostAt === null;
  return {
    id: row.id,
    state: row.state,
    refusal: row.lostAt ? refusalOf("file_lost", null) : refusalOf(row.refusal, row.refusalLimit),
    kind: kindOf(row.contentType),
    fileName: row.fileName,
    contentType: row.contentType,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    durationSeconds: row.durationSeconds,
    fileUrl: isThere ? `/api/media/${row.id}/file` : null,
    thumbnailUrl: isThere && row.thumbnailKey ? `/api/media/${row.id}/file?variant=thumbnail` : null,
    placeholder: row.placeholder,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}
