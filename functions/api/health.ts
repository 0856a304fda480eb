/** For whatever watches the service: is the process alive, can it serve. */
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import * as v from "valibot";
import { db, reading } from "../../core/base/database.ts";
import { standing } from "../../core/privacy/journal/standing.ts";
import { doc } from "./route.ts";

const Health = v.object({ status: v.picklist(["alive", "ready", "replaying", "unavailable"]) });
type Status = v.InferOutput<typeof Health>["status"];
const open = { access: "public", answers: Health } as const;

export const health = new Hono()
  .get("/health", doc({ id: "health.alive", summary: "The process answers", ...open }), (c) =>
    c.json({ status: "alive" }),
  )
  .get(
    "/ready",
    doc({
      id: "health.ready",
      summary:
        "It can serve: the database answers and knows all that the journal tells; 503 with `replaying` until then",
      ...open,
    }),
    async (c) => {
      const status = await readiness();
      return c.json({ status }, status === "ready" ? 200 : 503);
    },
  );

async function readiness(): Promise<Status> {
  try {
    await reading(() => db().execute(sql`select 1`));
    const found = await standing();
    return found === "current" ? "ready" : found === "behind" ? "replaying" : "unavailable";
  } catch {
    return "unavailable";
  }
}
