import { Hono } from "hono";
import { SessionViews } from "../../core/session/session.schema.ts";
import { listSessions, revokeOtherSessions, revokeSession } from "../../core/session/session.ts";
import { doc, pathId } from "./route.ts";

export const sessions = new Hono()
  .get(
    "/",
    doc({ id: "sessions.list", summary: "Where you are signed in", answers: SessionViews }),
    async (c) => c.json(await listSessions({})),
  )
  .delete(
    "/",
    doc({ id: "sessions.revokeOthers", summary: "Sign out everywhere else", answers: null }),
    async (c) => {
      await revokeOtherSessions({});
      return c.body(null, 204);
    },
  )
  .delete(
    "/:id",
    doc({
      id: "sessions.revoke",
      summary: "Sign out one device",
      answers: null,
      params: { id: "session" },
    }),
    async (c) => {
      await revokeSession({ id: pathId(c) });
      return c.body(null, 204);
    },
  );
