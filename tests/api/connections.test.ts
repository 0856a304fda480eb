/** Connections as in the cloud, one that writes and one that reads. A function that starts waits for each that it opens. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";

// Before the service reads its environment.
process.env.DATABASE_CONNECTIONS = "1";
const { db, reading } = await import("../../core/base/database.ts");
const { distrust } = await import("../../core/privacy/journal/standing.ts");
const { person } = await import("../support/person.ts");

/** The newest statement of each connection of the service but the one that asks. */
const newest = () =>
  reading(() =>
    db().execute(sql`
      select query from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`),
  );

test("a request that only reads leaves the connection that writes alone, and so does the interlock before it", async () => {
  const ana = await person();
  await db().execute(sql`select 'nothing since'`);
  distrust();
  expect((await ana.get("/generations")).status).toBe(200);
  expect([...(await newest())]).toEqual([{ query: "select 'nothing since'" }]);
});
