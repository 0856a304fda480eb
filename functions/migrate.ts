/**
 * Brings the database to the newest schema, before new code serves. One at a time: a second call waits on a lock and
 * then finds nothing to do. Forward only.
 */
import { resolve } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const MIGRATION_LOCK = 7_204_531; // any number that nothing else of ours uses

/** Applies what is missing, as the role that owns the tables. `ownerUrl` is a connection string of that role. */
export async function migrate(ownerUrl: string): Promise<void> {
  const connection = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(connection), {
      migrationsFolder: resolve(import.meta.dirname, "../migrations"),
    });
    await connection`select prepare_security_event_days(current_date - 1, 15)`;
  } finally {
    await connection.end();
  }
}
