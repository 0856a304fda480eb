/** For whatever watches the service: is the process alive, can it serve. */
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import * as v from "valibot";
import { db, reading } from "../../core/base/database.ts";
import { doc } from "./route.ts";

const Health = v.object({ status: v.picklist(["alive", "ready", "unavailable"]) });
const open = { access: "public", answers: Health } as const;

export const health = new Hono()
  .get("/health", doc({ id: "health.alive", summary: "The process answers", ...open }), (c) =>
    c.json({ status: "alive" }),
  )
  .get(
    "/ready",
    doc({ id: "health.ready", summary: "It can serve: the database answers", ...open }),
    async (c) => {
      try {
        await reading(() => db().execute(sql`select 1`));
        return c.json({ status: "ready" });
      } catch {
        return c.json({ status: "unavailable" }, 503);
      }
    },
  );
