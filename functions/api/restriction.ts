import { Hono } from "hono";
import { LiftRequest, RestrictionRequest, RestrictionView } from "../../core/account/restriction.schema.ts";
import {
  announceLift,
  confirmLift,
  readRestriction,
  restrict,
  withdrawLift,
} from "../../core/account/restriction.ts";
import { body, doc } from "./route.ts";

export const restriction = new Hono()
  .get(
    "/",
    doc({
      id: "restriction.read",
      summary: "Whether processing is restricted, and what has come meanwhile",
      answers: RestrictionView,
    }),
    async (c) => c.json(await readRestriction({})),
  )
  .put(
    "/",
    doc({
      id: "restriction.set",
      summary: "Restrict processing (GDPR art. 18), or choose anew what the yearly purge does meanwhile",
      answers: RestrictionView,
      sample: { purge: "keep" },
    }),
    body(RestrictionRequest),
    async (c) => c.json(await restrict(c.req.valid("json"))),
  )
  .delete(
    "/",
    doc({
      id: "restriction.announceLift",
      summary: "Announce that the restriction is to be lifted; nothing changes before it is confirmed",
      status: 202,
      answers: RestrictionView,
    }),
    async (c) => c.json(await announceLift({}), 202),
  )
  .put(
    "/lift",
    doc({
      id: "restriction.lift",
      summary: "Confirm the lifting, and choose what becomes of results that came meanwhile",
      answers: RestrictionView,
      sample: { sealed: "keep" },
    }),
    body(LiftRequest),
    async (c) => c.json(await confirmLift(c.req.valid("json"))),
  )
  .delete(
    "/lift",
    doc({
      id: "restriction.withdrawLift",
      summary: "Take the announcement back and stay restricted",
      answers: RestrictionView,
    }),
    async (c) => c.json(await withdrawLift({})),
  );
