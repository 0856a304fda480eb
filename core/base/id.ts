/** Identifiers: UUID version 7 (RFC 9562), sortable by creation, branded per table so that they cannot be mixed up. */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { now } from "./clock.ts";

declare const brand: unique symbol;
export type Id<Table extends string> = string & { readonly [brand]: Table };

/** A new identifier. Its first 48 bits tell the time: never use it where that would say something (storage keys). */
export function newId<Table extends string>(): Id<Table> {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now().getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") as Id<Table>;
}

/** The schema of an identifier that arrives from outside. */
export const idSchema = <Table extends string>(): v.GenericSchema<string, Id<Table>> =>
  v.pipe(
    v.string(),
    v.uuid(),
    v.transform((text) => text.toLowerCase() as Id<Table>),
  ) as v.GenericSchema<string, Id<Table>>;
