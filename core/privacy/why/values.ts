/** The values of a category themselves: what the panel shows of names and addresses, read from the data map. */
import { sql } from "drizzle-orm";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import type { Locale } from "../../base/locale.ts";
import { type Category, mapOf } from "../map.ts";
import { columnOf, leadsTo, personalTables } from "../subject.ts";
import { VALUE_NAMES } from "../table-words.ts";

export type Value = { key: string; name: string; value: string };

/** Rows of one table that are shown at most. */
const LIMIT = 20;

/** The columns of a category in a table that an access request hands out. */
export function shownColumns(table: Parameters<typeof mapOf>[0], category: Category): string[] {
  const { columns, exported } = mapOf(table);
  if (exported !== "all" && "none" in exported) return [];
  const hidden = exported === "all" ? {} : exported.except;
  return Object.keys(columns).filter((key) => columns[key] === category && !(key in hidden));
}

/** Every distinct value of a category that is held of a person, in one round trip. */
export async function valuesOf(
  accountId: Id<"account">,
  category: Category,
  locale: Locale,
): Promise<Value[]> {
  const parts = personalTables().flatMap(({ table }) =>
    shownColumns(table, category).map(
      (key) => sql`(select distinct ${sql.raw(`'${key}'`)} as key, ${columnOf(table, key)}::text as value
        from ${table} where ${leadsTo(table, accountId)} and ${columnOf(table, key)} is not null limit ${LIMIT})`,
    ),
  );
  const rows = await db().execute<{ key: string; value: string }>(sql.join(parts, sql` union all `));
  return [...rows].map(({ key, value }) => ({ key, name: VALUE_NAMES[key]?.[locale] ?? key, value }));
}
