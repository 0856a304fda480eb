/** Who is behind the pseudonyms of the journal, as long as the row is there: each id's pseudonym is compared. */
import { asc, gt } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import { pseudonymOf } from "../pseudonym.ts";

const PAGE = 10_000;

/** The ids of a table, by those of the wanted pseudonyms that they have. Reads every id, since a pseudonym leads nowhere. */
export async function idsBehind(
  table: AnyPgTable,
  id: PgColumn,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let last: string | undefined; wanted.size > 0; ) {
    const ids: { id: unknown }[] = await db()
      .select({ id })
      .from(table)
      .where(last === undefined ? undefined : gt(id, last))
      .orderBy(asc(id))
      .limit(PAGE);
    for (const row of ids) {
      last = String(row.id);
      const pseudonym = pseudonymOf(last);
      if (wanted.has(pseudonym)) found.set(pseudonym, last);
    }
    if (ids.length < PAGE) break;
  }
  return found;
}
