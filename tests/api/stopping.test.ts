/** The end of the service: a request in hand still has all that it needs. */
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "../../core/base/database.ts";
import { startService } from "../../functions/host/serve.ts";

test("the database is there until the last request is answered, and closed then", async () => {
  const service = await startService();
  const asked = () => db().execute(sql`select 1 as one`);
  /** A request that goes on once everything has stopped that could be stopped without it. */
  const answered = turn().then(asked);
  await service.stop(1_000, answered);
  expect([...(await answered)]).toEqual([{ one: 1 }]);
  await expect(asked()).rejects.toMatchObject({ cause: { code: "CONNECTION_ENDED" } });
});
