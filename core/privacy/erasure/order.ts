/**
 * In which order rows can go: children before their parents, worked out from the foreign keys. Where tables lead to each
 * other in a circle, a reference that may be empty is emptied first.
 */
import { getTableColumns, getTableName } from "drizzle-orm";
import { type AnyPgTable, getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import { mapOf } from "../map.ts";
import { columnOf } from "../subject.ts";

/** A table and the keys of references that have to be emptied before anything is deleted. */
export type Loosened = { table: AnyPgTable; keys: readonly string[] };
export type Order = { tables: AnyPgTable[]; loosened: Loosened[] };

type Reference = { from: AnyPgTable; to: AnyPgTable; columns: PgColumn[] };

const referencesOf = (table: AnyPgTable): Reference[] =>
  getTableConfig(table).foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference();
    return { from: table, to: foreignTable, columns };
  });

/** True for the table of the people themselves, which goes last: its subject is its own primary key, and leads no further. */
export function isRoot(table: AnyPgTable): boolean {
  const { subject } = mapOf(table);
  if (typeof subject !== "string" || subject === "nobody") return false;
  const column = columnOf(table, subject);
  return column.primary && !referencesOf(table).some(({ columns }) => columns.includes(column));
}

/**
 * The order for these tables. Throws when they lead to each other in a circle of references that cannot be emptied, and
 * when rows that stay need rows that go.
 */
export function erasureOrder(tables: readonly AnyPgTable[]): Order {
  const references = tables.flatMap(referencesOf).filter(({ to }) => tables.includes(to));
  const stays = (table: AnyPgTable) => mapOf(table).onErase !== "delete";
  // What stays must not lead to what goes, whatever the order.
  const loose = references.filter(({ from, to }) => (from === to || stays(from)) && !stays(to));
  const tied = loose.find(({ from, columns }) => stays(from) && !mayBeEmpty(columns));
  if (tied) throw new Error(`rows of ${getTableName(tied.from)} stay and need rows that go`);
  let binding = references.filter(
    (reference) => !loose.includes(reference) && reference.from !== reference.to,
  );
  const left = new Set(tables);
  const ordered: AnyPgTable[] = [];
  while (left.size > 0) {
    const free = [...left].filter((table) => !binding.some(({ from, to }) => to === table && left.has(from)));
    for (const table of free) {
      ordered.push(table);
      left.delete(table);
    }
    if (free.length > 0) continue;
    const cut = binding.find((reference) => left.has(reference.from) && canBeCut(reference, binding));
    if (!cut) throw new Error(`no order in which to erase ${[...left].map(getTableName).join(", ")}`);
    loose.push(cut);
    binding = binding.filter((reference) => reference !== cut);
  }
  return { tables: ordered, loosened: loose.filter(({ columns }) => mayBeEmpty(columns)).map(loosen) };
}

/** Of a circle, and not the reference by which rows are known to be the person's: without it they are found no more. */
function canBeCut({ from, to, columns }: Reference, binding: readonly Reference[]): boolean {
  const { subject } = mapOf(from);
  const path = columnOf(from, typeof subject === "object" ? subject.via : subject);
  return mayBeEmpty(columns) && !columns.includes(path) && leadsBack(to, from, binding);
}

function leadsBack(start: AnyPgTable, end: AnyPgTable, references: readonly Reference[]): boolean {
  const seen = new Set([start]);
  for (const table of seen) for (const { from, to } of references) if (from === table) seen.add(to);
  return seen.has(end);
}

const mayBeEmpty = (columns: readonly PgColumn[]) => columns.every((column) => !column.notNull);

function loosen({ from, columns }: Reference): Loosened {
  const all = Object.entries(getTableColumns(from) as Record<string, PgColumn>);
  return { table: from, keys: all.filter(([, own]) => columns.includes(own)).map(([key]) => key) };
}
