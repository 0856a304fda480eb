/**
 * Everything that the privacy engines work on: the tables of the schema with their maps, and the places that are no
 * tables. An engine asks here and names nothing itself, so that what is added later falls under it without a change.
 */
import { getTableName, is } from "drizzle-orm";
import { type AnyPgTable, PgTable } from "drizzle-orm/pg-core";
import * as schema from "../schema.ts";
import { PLACES, type Place } from "./places.ts";
import { TABLE_WORDS } from "./table-words.ts";
import type { Words } from "./words.ts";

/** A table, its name in the schema, and what it is called in front of a person. */
export type TableEntry = { key: string; table: AnyPgTable; words: Words };

type SchemaKey = keyof typeof schema;
const tables: TableEntry[] = (Object.entries(schema) as [SchemaKey, AnyPgTable][])
  .filter(([, entry]) => is(entry, PgTable))
  .map(([key, table]) => ({ key, table, words: TABLE_WORDS[key] }));
const places: Place[] = [...PLACES];
/** Deletes a thing at a processor by its id there. True once the processor has said that it is gone. */
export type Remover = (remoteId: string) => Promise<boolean>;
const removers = new Map<string, Remover>();

/** All tables, by their names in the database. */
export const allTables = (): readonly TableEntry[] =>
  tables.toSorted((a, b) => (getTableName(a.table) < getTableName(b.table) ? -1 : 1));

/** All places that are no tables. */
export const allPlaces = (): readonly Place[] => places;

/**
 * Takes in a module that is not in the schema. The tests prove with it that engines need no change for a new table or
 * place; it must be called before an engine is loaded, for some of them work out at once what they need.
 */
export function include(module: {
  tables?: readonly TableEntry[];
  places?: readonly Place[];
  removers?: Readonly<Record<string, Remover>>;
}): void {
  tables.push(...(module.tables ?? []));
  places.push(...(module.places ?? []));
  for (const [kind, remover] of Object.entries(module.removers ?? {})) removers.set(kind, remover);
}

/** How a thing of a kind is deleted that is none of the model provider's. Throws for one that nobody has taken on. */
export function removerOf(kind: string): Remover {
  const remover = removers.get(kind);
  if (!remover) throw new Error(`nobody knows how to delete a ${kind}`);
  return remover;
}
