/** What an erasure would take and what it would leave, for one person, read from the data map: no list of tables here. */
import { count, getTableName, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import type { TableEntry } from "./inventory.ts";
import { type Category, mapOf, type Purpose } from "./map.ts";
import type { RetentionRule } from "./retention.ts";
import { leadsTo, personalTables } from "./subject.ts";
import { ruleText } from "./words.ts";

/** The rows of one table that are about the person; `kept` where erasure leaves them, or leaves them without a name. */
export type Held = {
  table: string;
  /** What the table is called in front of a person. */
  name: string;
  purpose: Purpose;
  categories: Category[];
  rows: number;
  kept: { rule: RetentionRule; because: string } | undefined;
};

/** Everything that is held about a person, table by table, in one round trip. Tables that hold nothing are left out. */
export async function previewErasure(accountId: Id<"account">, locale: Locale): Promise<Held[]> {
  const about = personalTables();
  const counts = about.map(({ table }) => sql`(${countOf(table, leadsTo(table, accountId))})::int`);
  const [row] = await db().execute<{ counts: number[] }>(
    sql`select json_build_array(${sql.join(counts, sql`, `)}) as counts`,
  );
  return about.flatMap((entry, index) => {
    const rows = row?.counts[index] ?? 0;
    return rows > 0 ? [heldOf(entry, rows, locale)] : [];
  });
}

const countOf = (table: AnyPgTable, condition: SQL): SQL =>
  db().select({ rows: count() }).from(table).where(condition).getSQL();

function heldOf({ table, words }: TableEntry, rows: number, locale: Locale): Held {
  const { purpose, columns, onErase, retention } = mapOf(table);
  const categories = [...new Set(Object.values(columns))].filter((category) => category !== "technical");
  const own = "rule" in retention ? retention.rule : "withAccount";
  const rule = typeof onErase === "object" && "keep" in onErase ? onErase.keep : own;
  const kept = onErase === "delete" ? undefined : { rule, because: ruleText(rule, locale) };
  return { table: getTableName(table), name: words[locale], purpose, categories, rows, kept };
}
