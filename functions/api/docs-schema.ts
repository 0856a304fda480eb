/** A JSON schema as a reader of TypeScript would write it down. */
import type { OpenAPIV3_1 } from "openapi-types";

type Schema = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject;

const pad = (depth: number) => "  ".repeat(depth);

/** Several lines; fields that may be missing end in "?", limits follow in a comment. */
export function schemaText(schema: Schema, depth = 0): string {
  if ("$ref" in schema) return schema.$ref.split("/").at(-1) ?? "";
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => schemaText(choice, depth)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.type === "array")
    return "items" in schema && schema.items ? `(${schemaText(schema.items, depth)})[]` : "[]";
  if (schema.type === "object" || schema.properties) return objectText(schema, depth);
  return String(schema.type ?? "any");
}

function objectText(schema: OpenAPIV3_1.SchemaObject, depth: number): string {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return "{ [name]: … }";
  const lines = fields.map(([name, field]) => {
    const limits = limitsOf(field);
    return `${pad(depth + 1)}${name}${required.has(name) ? "" : "?"}: ${schemaText(field, depth + 1)}${limits ? ` // ${limits}` : ""}`;
  });
  return `{\n${lines.join("\n")}\n${pad(depth)}}`;
}

function limitsOf(schema: Schema): string {
  if ("$ref" in schema) return "";
  const { minLength, maxLength, minimum, maximum, format, pattern } = schema;
  const range = (low?: number, high?: number) =>
    low === undefined && high === undefined ? [] : [`${low ?? ""}…${high ?? ""}`];
  return [
    ...range(minLength, maxLength),
    ...range(minimum, maximum),
    ...(format ? [format] : []),
    ...(pattern && pattern.length < 60 ? [`/${pattern}/`] : []),
  ].join(", ");
}
