/**
 * Brings the database to the newest schema, before new code serves. One at a time: a second call waits on a lock and
 * then finds nothing to do. Forward only.
 */
import { resolve } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import * as v from "valibot";
import { DatabaseUrl } from "../core/base/european.ts";
import { linkedSecrets } from "../core/base/linked-secrets.ts";
import { Refused } from "./refused.ts";

const MIGRATION_LOCK = 7_204_531; // any number that nothing else of ours uses

/** Beside the bundle on Lambda, in the root of the repository elsewhere. */
const MIGRATIONS = resolve(process.env.LAMBDA_TASK_ROOT ?? `${import.meta.dirname}/..`, "migrations");

/** The oldest Postgres that knows all that the migrations say. */
const OLDEST = 16;

/** Throws `Refused` for the version of a server that cannot be migrated, before anything of it is. */
export function refuseOlder(version: string): void {
  if (Number.parseInt(version, 10) < OLDEST)
    throw new Refused(`This is Postgres ${version}, and the database needs ${OLDEST} or newer.`);
}

/** Applies what is missing, as the role that owns the tables. `ownerUrl` is a connection string of that role. */
export async function migrate(ownerUrl: string): Promise<void> {
  const connection = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [server] = await connection<
      { version: string }[]
    >`select current_setting('server_version') as version`;
    refuseOlder(server?.version ?? "");
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(connection), {
      migrationsFolder: MIGRATIONS,
    });
    await connection`select prepare_security_event_days(current_date - 1, 15)`;
  } finally {
    await connection.end();
  }
}

/** Gives a role its password. `ownerUrl` is a connection of the superuser. */
export async function setPassword(ownerUrl: string, role: string, password: string): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    // The statement itself takes no parameters, so the server puts it together.
    const [made] = await owner<{ statement: string }[]>`
      select format('alter role %I password %L', ${role}::text, ${password}::text) as statement`;
    if (made) await owner.unsafe(made.statement);
  } finally {
    await owner.end();
  }
}

/**
 * At each deployment and before new code serves, on Lambda and on a server: the newest schema, and the password of the
 * role that serves. Throws `Refused` without the two secrets, which nothing else has both of, and for a place that the
 * service may not use either.
 */
export async function handler(): Promise<void> {
  const { OWNER_DATABASE_URL, DATABASE_APP_PASSWORD } = { ...process.env, ...linkedSecrets() };
  if (!OWNER_DATABASE_URL || !DATABASE_APP_PASSWORD)
    throw new Refused(
      "A migration needs OWNER_DATABASE_URL and DATABASE_APP_PASSWORD, which a server has in /etc/pix2clip.env; npm start " +
        "migrates the database of a local stack by itself.",
    );
  const place = v.safeParse(DatabaseUrl, OWNER_DATABASE_URL);
  if (!place.success) throw new Refused(`OWNER_DATABASE_URL ${place.issues[0].message}.`);
  await migrate(OWNER_DATABASE_URL);
  await setPassword(OWNER_DATABASE_URL, "app", DATABASE_APP_PASSWORD);
}

/** Silent when it is done. */
export const command = (): Promise<string> => handler().then(() => "");
