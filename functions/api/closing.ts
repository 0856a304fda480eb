import { Hono } from "hono";
import { ClosingRequest, ClosingView } from "../../core/account/closing.schema.ts";
import { askClosing, cancelClosing, readClosing } from "../../core/account/closing.ts";
import { body, doc } from "./route.ts";

export const closing = new Hono()
  .get(
    "/",
    doc({
      id: "closing.read",
      summary: "What closing the account erases and what the law keeps, or how far it has come",
      answers: ClosingView,
    }),
    async (c) => c.json(await readClosing({})),
  )
  .put(
    "/",
    doc({
      id: "closing.ask",
      summary: "Close the account, in 30 days or now; asks for the password of a moment ago",
      answers: ClosingView,
      sample: { waiveGrace: true, confirmation: "ana@example.org", creditsGivenUp: 1000 },
    }),
    body(ClosingRequest),
    async (c) => c.json(await askClosing(c.req.valid("json"))),
  )
  .delete(
    "/",
    doc({ id: "closing.cancel", summary: "Cancel the closing, within its 30 days", answers: ClosingView }),
    async (c) => c.json(await cancelClosing({})),
  );
