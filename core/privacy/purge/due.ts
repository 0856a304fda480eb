/** Which rows are due: read from the data map for each table and each rule that ends its rows. */
import { and, asc, isNotNull, lte, not, type SQL, sql } from "drizzle-orm";
import type { AnyPgTable, PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db } from "../../base/database.ts";
import { isRoot } from "../erasure/order.ts";
import { allTables } from "../inventory.ts";
import { type EarlierEnd, type Holds, mapOf } from "../map.ts";
import { limitOf } from "../period.ts";
import type { RetentionRule } from "../retention.ts";
import { columnOf, parentOf } from "../subject.ts";
import { childrenFirst, keptBy, keyOf, renamed } from "./family.ts";

/** One end of the rows of one table. `days`: its partitions go day by day. */
export type Task = EarlierEnd<string> & { table: AnyPgTable; limit: Date; days: boolean };

/**
 * What there is to do by some rules at an instant, children before their parents. The table of the people is left out: who
 * is due there is erased (core/privacy/erasure), never purged.
 */
export function tasksAt(at: Date, wanted: (rule: RetentionRule) => boolean): Task[] {
  const tables = allTables().map(({ table }) => table);
  return childrenFirst(tables.filter((table) => !isRoot(table))).flatMap((table) => {
    const { retention, earlier = [] } = mapOf(table);
    const own = "rule" in retention ? [retention] : [];
    return [...earlier, ...own].flatMap((end): Task[] => {
      const limit = limitOf(end.rule, at);
      if (limit === null || !wanted(end.rule)) return [];
      return [{ ...end, table, limit, days: "days" in end && end.days === true }];
    });
  });
}

/** The clock of a task's rows, as `as` calls the table. */
export const clockOf = ({ from }: Task, as: AnyPgTable): PgColumn => columnOf(as, from);

/** What a row says of itself: its period is over, and so is its work. */
export function isOver(task: Task, as: AnyPgTable): SQL | undefined {
  const { waitsFor } = mapOf(task.table);
  return and(
    lte(clockOf(task, as), task.limit),
    ofThisEnd(task, as),
    waitsFor ? isNotNull(columnOf(as, waitsFor)) : undefined,
  );
}

/** The values stand in the text, as they do in the index that answers this: with parameters it might not be used. */
const ofThisEnd = ({ when }: Task, as: AnyPgTable): SQL | undefined =>
  when && sql`${columnOf(as, when.column)} in (${sql.raw(when.is.map(quoted).join(", "))})`;
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Over, not held for its person, and with nothing that keeps it from going. */
export function isDue(task: Task, as: AnyPgTable): SQL | undefined {
  const { remote } = mapOf(task.table);
  const kept = keptBy(task.table, as);
  return and(
    isOver(task, as),
    unlessHeld(task, as),
    remote ? isNotNull(columnOf(as, remote.deleted)) : undefined,
    kept ? not(kept) : undefined,
  );
}

/** True for rows that are not held; undefined for a rule or a table in which nothing is. */
export function unlessHeld(task: Task, as: AnyPgTable): SQL | undefined {
  const held = heldFor(task.rule, task.table, as);
  return held && not(held);
}

function heldFor(rule: RetentionRule, table: AnyPgTable, as: AnyPgTable, depth = 1): SQL | undefined {
  const { subject } = mapOf(table);
  if (subject === "nobody") return undefined;
  if (typeof subject === "string") return heldPerson(rule, columnOf(as, subject), depth);
  const { parent, target, column } = parentOf(table, subject.via);
  const above = renamed(parent, `h${depth}`);
  const held = heldFor(rule, parent, above, depth + 1);
  const join = sql`${columnOf(above, keyOf(target))} = ${columnOf(as, keyOf(column))}`;
  return held && sql`exists (select 1 from ${parent} ${above} where ${join} and ${held})`;
}

/** Whether the person with that id has what is under the rule held. */
function heldPerson(rule: RetentionRule, id: PgColumn, depth: number): SQL | undefined {
  const people = allTables().find(({ table }) => mapOf(table).holds?.rules.includes(rule))?.table;
  const holds: Holds<string> | undefined = people && mapOf(people).holds;
  if (!people || !holds) return undefined;
  const person = renamed(people, `p${depth}`);
  const own = columnOf(person, String(mapOf(people).subject));
  const { since, unless } = holds;
  return sql`exists (select 1 from ${people} ${person} where ${own} = ${id}
    and ${columnOf(person, since)} is not null and ${columnOf(person, unless.column)} is distinct from ${unless.is})`;
}

/** The clock of the oldest row of this end that nothing holds; undefined when there is none. One look at an index. */
export async function oldestOf(task: Task): Promise<Date | undefined> {
  const as = renamed(task.table, "t");
  const clock = clockOf(task, as);
  const [row] = await db()
    .select({ clock })
    .from(as as PgTable)
    .where(and(isNotNull(clock), ofThisEnd(task, as), unlessHeld(task, as)))
    .orderBy(asc(clock))
    .limit(1);
  return row?.clock as Date | undefined;
}
