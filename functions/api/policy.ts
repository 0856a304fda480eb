import { Hono } from "hono";
import { requestFacts } from "../../core/base/actor.ts";
import { PolicyQuery, PolicyView } from "../../core/privacy/policy/policy.schema.ts";
import { readPolicy } from "../../core/privacy/policy/policy.ts";
import { doc, queryParameters } from "./route.ts";

export const policy = new Hono()
  .get(
    "/",
    doc({
      id: "policy.current",
      summary: "The privacy policy in force",
      access: "public",
      answers: PolicyView,
    }),
    queryParameters(PolicyQuery),
    async (c) => c.json(await readPolicy(undefined, c.req.valid("query").lang ?? requestFacts().locale)),
  )
  .get(
    "/:version",
    doc({
      id: "policy.version",
      summary: "One version of the privacy policy, as it was published",
      access: "public",
      answers: PolicyView,
    }),
    queryParameters(PolicyQuery),
    async (c) =>
      c.json(await readPolicy(c.req.param("version"), c.req.valid("query").lang ?? requestFacts().locale)),
  );
