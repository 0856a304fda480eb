/** The order in which rows go, worked out from foreign keys: on the schema, and on tables that exist only here. */
import { getTableName } from "drizzle-orm";
import { type AnyPgColumn, type AnyPgTable, getTableConfig, pgTable, uuid } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { erasureOrder, isRoot } from "../../core/privacy/erasure/order.ts";
import { allTables } from "../../core/privacy/inventory.ts";
import { dataMap, mapOf, type TableMap } from "../../core/privacy/map.ts";
import { personalTables } from "../../core/privacy/subject.ts";

const about = (subject: TableMap["subject"], onErase: TableMap["onErase"] = "delete") => ({
  purpose: "account" as const,
  legalBasis: "contract" as const,
  subject: subject as "id",
  columns: { id: "technical", account: "technical", other: "technical" } as const,
  retention: { rule: "withAccount", from: "id" } as const,
  onErase: onErase as "delete",
  exported: "all" as const,
  sharedWith: [],
});

const person = dataMap(
  pgTable("person", { id: uuid().primaryKey(), account: uuid(), other: uuid() }),
  about("id"),
);
/** A table of theirs that leads to another one. */
function table(
  name: string,
  other: () => AnyPgColumn,
  { required = false, map = about("account") }: { required?: boolean; map?: ReturnType<typeof about> } = {},
) {
  const column = uuid().references(other);
  const account = uuid().references(() => person.id);
  return dataMap(
    pgTable(name, { id: uuid().primaryKey(), account, other: required ? column.notNull() : column }),
    map,
  );
}
const named = (tables: readonly AnyPgTable[]) => tables.map(getTableName);

describe("of the schema", () => {
  const tables = personalTables().map((entry) => entry.table);
  const { tables: ordered } = erasureOrder(tables);

  test("every row goes before the row that it needs, and the account last", () => {
    expect(ordered).toHaveLength(tables.length);
    const place = new Map(ordered.map((each, index) => [each, index]));
    for (const child of ordered)
      for (const key of getTableConfig(child).foreignKeys) {
        const parent = key.reference().foreignTable;
        if (parent === child || mapOf(child).onErase !== "delete") continue;
        expect([getTableName(child), (place.get(child) ?? 0) < (place.get(parent) ?? 0)]).toEqual([
          getTableName(child),
          true,
        ]);
      }
    expect(named(ordered.filter(isRoot))).toEqual(["account"]);
    expect(ordered.at(-1)).toBe(ordered.find(isRoot));
  });

  test("every foreign key has an index that begins with it: a row that goes is not looked for in whole tables", () => {
    const bare = allTables().flatMap(({ table: each }) => {
      const { foreignKeys, indexes, primaryKeys, uniqueConstraints, columns } = getTableConfig(each as never);
      const first = [
        ...indexes.filter(({ config }) => !config.where).map(({ config }) => config.columns[0]),
        ...primaryKeys.map((key) => key.columns[0]),
        ...uniqueConstraints.map((key) => key.columns[0]),
        ...columns.filter((column) => column.primary || column.isUnique),
      ].map((column) => (column && "name" in column ? column.name : undefined));
      return foreignKeys
        .map((key) => key.reference().columns[0]?.name)
        .filter((name) => !first.includes(name))
        .map((name) => `${getTableName(each)}.${name}`);
    });
    expect(bare).toEqual([]);
  });
});

describe("of tables that lead to each other", () => {
  test("a child two joins away goes before its parent, whatever the order in which they are named", () => {
    const parent = table("parent", () => person.id);
    const child = table("child", () => parent.id, { required: true });
    const grandchild = table("grandchild", () => child.id, { required: true });
    for (const given of [
      [person, parent, child, grandchild],
      [grandchild, parent, person, child],
    ])
      expect(named(erasureOrder(given).tables)).toEqual(["grandchild", "child", "parent", "person"]);
  });

  test("in a circle the reference that may be empty is emptied first", () => {
    const one: AnyPgTable = table("one", () => (two as unknown as { id: AnyPgColumn }).id);
    const two: AnyPgTable = table("two", () => (one as unknown as { id: AnyPgColumn }).id, {
      required: true,
    });
    const { tables, loosened } = erasureOrder([person, one, two]);
    expect(named(tables)).toEqual(["two", "one", "person"]);
    expect(loosened.map(({ table: each, keys }) => [getTableName(each), keys])).toEqual([["one", ["other"]]]);
  });

  test("a circle of references that all must be there has no order, and neither has a row that stays and needs one that goes", () => {
    const one: AnyPgTable = table("one", () => (two as unknown as { id: AnyPgColumn }).id, {
      required: true,
    });
    const two: AnyPgTable = table("two", () => (one as unknown as { id: AnyPgColumn }).id, {
      required: true,
    });
    expect(() => erasureOrder([person, one, two])).toThrow("no order in which to erase person, one, two");
    const gone = table("gone", () => person.id);
    const keep = { keep: "journal", because: "the law", pseudonymise: ["account"] } as const;
    const kept = table("kept", () => gone.id, { required: true, map: about("account", keep) });
    expect(() => erasureOrder([person, gone, kept])).toThrow("rows of kept stay and need rows that go");
  });
});
