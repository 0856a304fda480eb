/**
 * Several reads in one statement, so that they cost one round trip to the database however many they are. Each comes
 * back as the rows that it would have given alone.
 */
import { type Column, is, SQL, type SQLWrapper, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { PgColumn } from "drizzle-orm/pg-core";
import { db } from "./database.ts";

/** A select of whole columns; or a statement, whose values come back as JSON has them. */
type Read = SQL | (SQLWrapper & PromiseLike<readonly unknown[]> & { _: { selectedFields: unknown } });
type RowsOf<R extends Read> =
  R extends SQL<infer Row> ? Row[] : R extends PromiseLike<readonly (infer Row)[]> ? Row[] : never;
type JsonRow = Record<string, unknown>;

const casing = new CasingCache("snake_case");

/** Runs all reads. Throws for a select of something else than columns. */
export async function together<R extends Record<string, Read>>(
  reads: R,
): Promise<{ [Key in keyof R]: RowsOf<R[Key]> }> {
  const parts = Object.entries(reads).map(
    ([key, read]) =>
      sql`(select coalesce(json_agg(part), '[]') from (${read.getSQL()}) part) as ${sql.identifier(key)}`,
  );
  const [found] = await db().execute<Record<string, JsonRow[]>>(sql`select ${sql.join(parts, sql`, `)}`);
  const entries = Object.entries(reads).map(([key, read]) => {
    const rows = found?.[key] ?? [];
    return [key, read instanceof SQL ? rows : rows.map(decoder(read._.selectedFields))];
  });
  return Object.fromEntries(entries) as { [Key in keyof R]: RowsOf<R[Key]> };
}

/** What makes of a row of JSON the row that the select would have given. */
function decoder(fields: unknown): (row: JsonRow) => JsonRow {
  const columns = Object.entries(fields as Record<string, Column>).map(([key, column]) => {
    if (!is(column, PgColumn)) throw new Error(`${key} is no column`);
    return { key, column, name: casing.getColumnCasing(column) };
  });
  return (row) =>
    Object.fromEntries(
      columns.map(({ key, column, name }) => {
        const value = row[name] ?? null;
        return [key, value === null ? null : column.mapFromDriverValue(value)];
      }),
    );
}
