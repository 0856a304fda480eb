/** The form of the data files, published inside the archive: JSON Schema 2020-12, derived from the tables (art. 20). */
import { getTableName } from "drizzle-orm";
import type { AnyPgTable, PgColumn } from "drizzle-orm/pg-core";
import { mapOf } from "../map.ts";
import { exportedColumns } from "./tables.ts";

type Shape = Record<string, unknown>;

/** The shape of a column's value, without regard to whether it may be empty. */
function shapeOf(column: PgColumn): Shape {
  const sqlType = column.getSQLType();
  if (sqlType.endsWith("[]")) return { type: "array", items: { type: "string" } };
  if (sqlType === "uuid") return { type: "string", format: "uuid" };
  if (sqlType.startsWith("timestamp")) return { type: "string", format: "date-time" };
  if (sqlType === "jsonb" || sqlType === "json") return {};
  if (sqlType === "integer" || sqlType === "bigint" || sqlType === "smallint") return { type: "integer" };
  if (column.dataType === "number") return { type: "number" };
  if (column.dataType === "boolean") return { type: "boolean" };
  return { type: "string" };
}

const orNull = (shape: Shape): Shape => ("type" in shape ? { ...shape, type: [shape.type, "null"] } : shape);

/** The schema of `data/<table>.json`. */
export function schemaOf(table: AnyPgTable): Shape {
  const columns = exportedColumns(table);
  const map = mapOf(table);
  const properties = Object.entries(columns).map(([key, column]) => [
    key,
    { ...(column.notNull ? shapeOf(column) : orNull(shapeOf(column))), $comment: map.columns[key] },
  ]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: getTableName(table),
    type: "array",
    items: {
      type: "object",
      properties: Object.fromEntries(properties),
      required: Object.keys(columns),
      additionalProperties: false,
    },
  };
}
