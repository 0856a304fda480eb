/** For whatever watches the service: is the process alive, can it serve. */
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { db, reading } from "../../core/base/database.ts";

export const health = new Hono()
  .get("/health", (c) => c.json({ status: "alive" }))
  .get("/ready", async (c) => {
    try {
      await reading(() => db().execute(sql`select 1`));
      return c.json({ status: "ready" });
    } catch {
      return c.json({ status: "unavailable" }, 503);
    }
  });
