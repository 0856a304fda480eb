/** The words of columns: none that an export shows or leaves out is without, and one added later can still be read. */
import { getTableName } from "drizzle-orm";
import { expect, test } from "vitest";
import { columnWords, hasColumnWords } from "../../core/privacy/column-words.ts";
import { EXPORTED_TABLES } from "../../core/privacy/export/tables.ts";
import { mapOf } from "../../core/privacy/map.ts";

test("no column of a table that is handed out is without words", () => {
  const without = EXPORTED_TABLES.flatMap((table) =>
    Object.keys(mapOf(table).columns)
      .filter((key) => !hasColumnWords(getTableName(table), key))
      .map((key) => `${getTableName(table)}.${key}`),
  );
  expect(without).toEqual([]);
});

test("a column without words is called by its key, taken apart", () => {
  expect(columnWords("account", "shoeSizeChangedAt")).toEqual({
    en: "Shoe size changed at",
    fr: "Shoe size changed at",
  });
});
