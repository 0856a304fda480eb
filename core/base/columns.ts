/** Column types that every table shares. */
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import { now } from "./clock.ts";
import { type Id, newId } from "./id.ts";

/** Primary key: a UUIDv7 made before the insert. */
export const id = <Table extends string>() =>
  uuid()
    .primaryKey()
    .$type<Id<Table>>()
    .$defaultFn(newId<Table>);

/** A reference to another table's key; add `.references()` and `.notNull()`. */
export const ref = <Table extends string>() => uuid().$type<Id<Table>>();

/** An instant, to the millisecond, so that it survives the round trip through JavaScript unchanged. */
export const at = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** The instant of the insert, by our clock. */
export const createdAt = () => at().notNull().$defaultFn(now);
