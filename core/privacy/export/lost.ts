/**
 * An export that stands ready while the storage has lost its archive, or a part of it: it ends as one that has failed, so
 * that its person asks for another instead of being led to a file that is not there.
 */
import { and, eq, getTableName, inArray } from "drizzle-orm";
import { db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { presentKeys } from "../../base/storage-look.ts";
import { dropContent } from "./drop.ts";
import { dataExport, type exportPart } from "./export.sql.ts";

/** Ends the ready export of these parts when one of them is gone. Returns whether one was. */
export async function failIfLost(parts: readonly (typeof exportPart.$inferSelect)[]): Promise<boolean> {
  const keys = parts.flatMap(({ objectKey }) => objectKey ?? []);
  const present = await presentKeys("exports", keys);
  const gone = keys.filter((key) => !present.has(key));
  if (gone.length === 0) return false;
  const ids = [...new Set(parts.map(({ exportId }) => exportId))];
  const lost = await db()
    .update(dataExport)
    .set({ state: "failed" })
    .where(and(inArray(dataExport.id, ids), eq(dataExport.state, "ready")))
    .returning({ id: dataExport.id });
  // One that its person has deleted meanwhile is not lost.
  if (lost.length === 0) return false;
  log.error("object.lost", { state: getTableName(dataExport), count: gone.length });
  for (const { id } of lost) await dropContent(id);
  return true;
}
