/** The database's own clock, by which it refuses to drop a day of the log that is younger than a year. */
import { owner } from "./owner.ts";

/** Sets it to an instant. Only the database's owner can do this. */
export async function setDatabaseClock(instant: Date): Promise<void> {
  await owner.unsafe(
    `create or replace function database_now() returns timestamptz language sql stable as $$ select '${instant.toISOString()}'::timestamptz $$`,
  );
}
