/**
 * What somebody deleted. A row in the trash ends by a clock that the person has started, and a backup of before does not
 * know of that: so the rows are told to the journal by name, and put back into the trash of a restored database.
 */
import { getTableName, inArray } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import { asEraser, db } from "../../base/database.ts";
import { mapOf } from "../map.ts";
import { pseudonymOf } from "../pseudonym.ts";
import type { RetentionRule } from "../retention.ts";
import { columnOf } from "../subject.ts";
import { NAMED_AN_ENTRY, tableNamed } from "./entry.ts";
import { idsBehind } from "./find.ts";
import { writeJournal } from "./journal.ts";

/** Rows of a table that had ended earlier by a rule, by the pseudonyms of their ids. */
export type Deletion = { table: string; rule: string; rows: readonly string[]; at: Date };

/** The column whose instant ends rows of a table earlier by a rule; undefined where it is filled in by no later act. */
function clockOf(table: AnyPgTable, rule: string): { key: string; column: PgColumn } | undefined {
  const end = mapOf(table).earlier?.find((each) => each.rule === rule);
  const column = end && columnOf(table, end.from);
  return end && column && !column.notNull ? { key: end.from, column } : undefined;
}

/** The one column that names a row. Undefined for a key of several. */
function idOf(table: AnyPgTable): PgColumn | undefined {
  const { columns } = getTableConfig(table as PgTable);
  const [id, ...more] = columns.filter(({ primary }) => primary);
  return more.length === 0 ? id : undefined;
}

/** Whether rows that end so have to be told by name: on a restored database their period would not end by itself. */
export const mustBeNamed = (table: AnyPgTable, rule: RetentionRule): boolean =>
  clockOf(table, rule) !== undefined && idOf(table) !== undefined;

/** Writes that these rows are gone, where that must be. Belongs into the transaction that removes them. */
export async function noteDeleted(
  table: AnyPgTable,
  rule: RetentionRule,
  ids: readonly string[],
): Promise<void> {
  if (!mustBeNamed(table, rule)) return;
  for (let start = 0; start < ids.length; start += NAMED_AN_ENTRY) {
    const rows = ids.slice(start, start + NAMED_AN_ENTRY).map(pseudonymOf);
    await writeJournal({ kind: "deletion", table: getTableName(table), rule, rows });
  }
}

/** Puts the rows back into the trash, as of then: the purge of the rule that follows removes them. */
export async function deleteAgain(deletions: readonly Deletion[]): Promise<void> {
  for (const { table: name, rule, rows, at } of deletions) {
    const table = tableNamed(name);
    const [clock, id] = table ? [clockOf(table, rule), idOf(table)] : [];
    if (!table || !clock || !id) continue;
    const ids = [...(await idsBehind(table, id, new Set(rows))).values()];
    if (ids.length === 0) continue;
    await asEraser(() =>
      db()
        .update(table as PgTable)
        .set({ [clock.key]: at })
        .where(inArray(id, ids)),
    );
  }
}
