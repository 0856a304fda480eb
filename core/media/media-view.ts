/** A media row as its owner sees it. Links are paths on our origin; they redirect to short signed links. */
import type { InferSelectModel } from "drizzle-orm";
import { requestFacts } from "../base/actor.ts";
import type { ErrorCode } from "../base/error.ts";
import { errorText } from "../base/error-text.ts";
import type { MediaView } from "./media.schema.ts";
import type { media } from "./media.sql.ts";
import { isMediaType, MEDIA_TYPES, type MediaKind } from "./media-types.ts";

export type MediaRow = InferSelectModel<typeof media>;

/** Image, video or audio. Types outside the table of accepted ones never reach a row. */
export const kindOf = (contentType: string): MediaKind =>
  isMediaType(contentType) ? MEDIA_TYPES[contentType].kind : "image";

function refusalOf(code: ErrorCode | null, limit: number | null): MediaView["refusal"] {
  if (code === null) return null;
  return { code, text: errorText(code, limit === null ? {} : { limit }, requestFacts().locale) };
}

/** The view of a row. Also takes rows that came back as JSON, whose dates are text. */
export function mediaView(row: Omit<MediaRow, "createdAt"> & { createdAt: Date | string }): MediaView {
  const ready = row.state === "ready";
  return {
    id: row.id,
    state: row.state,
    refusal: refusalOf(row.refusal, row.refusalLimit),
    kind: kindOf(row.contentType),
    fileName: row.fileName,
    contentType: row.contentType,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    durationSeconds: row.durationSeconds,
    fileUrl: ready ? `/api/media/${row.id}/file` : null,
    thumbnailUrl: ready && row.thumbnailKey ? `/api/media/${row.id}/file?variant=thumbnail` : null,
    placeholder: row.placeholder,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}
