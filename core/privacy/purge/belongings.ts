/** Everything that leads to some people, for those who go without an erasure: sign-ups that were never confirmed. */
import { inArray, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { erasureOrder, isRoot } from "../erasure/order.ts";
import { mapOf } from "../map.ts";
import { columnOf, parentOf, personalTables } from "../subject.ts";

/**
 * Removes their rows, children first, where an erasure would; rows that outlive their person stay as they are, for their
 * period. Expects an open transaction. Throws for people who have anything in storage or at a processor: they need more.
 */
export async function removeBelongings(ids: readonly Id<"account">[]): Promise<void> {
  const { tables } = erasureOrder(personalTables().map(({ table }) => table));
  for (const table of tables) {
    const { objects, remote, onErase } = mapOf(table);
    if (isRoot(table) || onErase !== "delete") continue;
    const theirs = leadToThem(table, ids);
    if (objects?.length || remote) await refuseAny(table, theirs);
    else await db().delete(table).where(theirs);
  }
}

function leadToThem(table: AnyPgTable, ids: readonly Id<"account">[]): SQL {
  const { subject } = mapOf(table);
  if (typeof subject === "string") return inArray(columnOf(table, subject), [...ids]);
  const { parent, target, column } = parentOf(table, subject.via);
  return sql`exists (select 1 from ${parent} where ${target} = ${column} and ${leadToThem(parent, ids)})`;
}

async function refuseAny(table: AnyPgTable, theirs: SQL): Promise<void> {
  const rows = await db().select({ one: sql`1` }).from(table).where(theirs).limit(1);
  if (rows.length > 0) throw new Error("somebody with objects or things at a processor needs an erasure");
}
