/** The trash of generations: an hour after the deletion the rows go, once their files have gone (core/media/trash.ts). */
import { and, asc, inArray, isNotNull, lt, notExists, sql } from "drizzle-orm";
import { fromNow } from "../base/clock.ts";
import { db, transaction } from "../base/database.ts";
import { media } from "../media/media.sql.ts";
import { UNDO_MILLISECONDS } from "../media/media.ts";
import { generation, generationInput } from "./generation.sql.ts";

const BATCH = 200;

/** Removes deleted generations without files for good. Returns how many went. */
export async function emptyGenerationTrash(): Promise<number> {
  let removed = 0;
  for (;;) {
    const files = db()
      .select({ one: sql`1` })
      .from(media)
      .where(sql`${media.generationId} = ${generation.id}`);
    const rows = await db()
      .select({ id: generation.id })
      .from(generation)
      .where(
        and(
          isNotNull(generation.deletedAt),
          lt(generation.deletedAt, fromNow(-UNDO_MILLISECONDS)),
          notExists(files),
        ),
      )
      .orderBy(asc(generation.deletedAt))
      .limit(BATCH);
    if (rows.length === 0) return removed;
    const ids = rows.map((row) => row.id);
    await transaction(async () => {
      await db().delete(generationInput).where(inArray(generationInput.generationId, ids));
      await db().delete(generation).where(inArray(generation.id, ids));
    });
    removed += rows.length;
  }
}
