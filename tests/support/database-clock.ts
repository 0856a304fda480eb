/** The database's own clock, by which it refuses to drop a day of the log that is younger than a year. */
import { owner } from "./owner.ts";

/**
 * Puts it where it refuses nothing, for tests whose clock runs ahead of the real one: the service still asks for nothing
 * younger than a year by its own. Only the database's owner can do this.
 */
export async function letDatabaseClockRunAhead(): Promise<void> {
  await owner`create or replace function database_now() returns timestamptz language sql stable as $$ select 'infinity'::timestamptz $$`;
}

/** Sets it to an instant. */
export async function setDatabaseClock(instant: Date): Promise<void> {
  await owner.unsafe(
    `create or replace function database_now() returns timestamptz language sql stable as $$ select '${instant.toISOString()}'::timestamptz $$`,
  );
}
