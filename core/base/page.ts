/** Cursor pagination: a cursor is the time and id of the last row seen, so pages stay whole while rows come and go. */
import * as v from "valibot";

const CURSOR = /^(\d{13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Query parameters of every paginated list. */
export const PageQuery = v.object({
  cursor: v.optional(v.pipe(v.string(), v.regex(CURSOR, "malformed"))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^([1-9]|[1-4]\d|50)$/, "malformed")), "20"),
});

/** A row, which may have come back as JSON, where an instant is text. */
type Row = { createdAt: Date | string; id: string };

/** The cursor after a row. */
export const cursorOf = (row: Row): string => `${new Date(row.createdAt).getTime()}.${row.id}`;

/** The row that a cursor names, or undefined for the first page. */
export function readCursor(cursor: string | undefined): { createdAt: Date; id: string } | undefined {
  const parts = CURSOR.exec(cursor ?? "");
  return parts ? { createdAt: new Date(Number(parts[1])), id: parts[2] ?? "" } : undefined;
}

/** Cuts rows fetched with `limit + 1` into a page and the cursor of the next one (null at the end). */
export function cutPage<R extends Row>(
  rows: readonly R[],
  limit: number,
): { rows: readonly R[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null };
}
