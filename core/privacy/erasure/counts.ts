/** What an erasure has done, counted where it was done. Names of tables, buckets and processors; numbers; no id. */
import { eq } from "drizzle-orm";
import { db, one } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { erasure } from "./erasure.sql.ts";

/** Numbers by table, or by bucket. */
export type Tally = Record<string, number>;
export type Counts = {
  /** Rows. */
  deleted: Tally;
  anonymised: Tally;
  kept: Tally;
  /** Objects, by bucket. */
  objects: Tally;
  /** Things at processors, by table. */
  remote: Tally;
  messages: number;
};

export const NOTHING_YET: Counts = {
  deleted: {},
  anonymised: {},
  kept: {},
  objects: {},
  remote: {},
  messages: 0,
};

/** Adds to what an erasure has done. Expects the transaction that does it: a worker that dies counts nothing twice. */
export async function addTo(
  id: Id<"erasure">,
  kind: "deleted" | "anonymised" | "kept",
  table: string,
  rows: number,
): Promise<void> {
  const counts = one(
    await db().select({ counts: erasure.counts }).from(erasure).where(eq(erasure.id, id)).for("update"),
  ).counts;
  const tally = { ...counts[kind], [table]: (counts[kind][table] ?? 0) + rows };
  await db()
    .update(erasure)
    .set({ counts: { ...counts, [kind]: tally } })
    .where(eq(erasure.id, id));
}
