/** The database of the stack: what takes too long to bring about through the pages is put there as the service leaves it. */
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";

/** Open while the tests of a file run. */
export function stackDatabase(): () => postgres.Sql {
  let sql: postgres.Sql | undefined;
  beforeAll(() => {
    const { DATABASE_URL = "" } = parseEnv(readFileSync(inject("stackEnvironment"), "utf8"));
    sql = postgres(DATABASE_URL, { max: 1 });
  });
  afterAll(() => sql?.end());
  return () => {
    if (!sql) throw new Error("the database is open while a test runs");
    return sql;
  };
}
