import { Hono } from "hono";
import { PageVisit } from "../../core/page-count/page-count.schema.ts";
import { countPage } from "../../core/page-count/page-count.ts";
import { body, doc } from "./route.ts";

export const pageCounts = new Hono().post(
  "/",
  doc({
    id: "pageCounts.count",
    summary: "Count one page view, with the consent to analytics",
    answers: null,
    sample: { page: "/studio" },
  }),
  body(PageVisit),
  async (c) => {
    await countPage(c.req.valid("json"));
    return c.body(null, 204);
  },
);
