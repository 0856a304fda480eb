import { Hono } from "hono";
import { PageQuery } from "../../core/base/page.ts";
import { CreditBalance, CreditEntryPage } from "../../core/credit/credit.schema.ts";
import { listEntries, readBalance } from "../../core/credit/credit.ts";
import { doc, queryParameters } from "./route.ts";

export const credits = new Hono()
  .get("/", doc({ id: "credits.balance", summary: "Your credits", answers: CreditBalance }), async (c) =>
    c.json(await readBalance({})),
  )
  .get(
    "/entries",
    doc({
      id: "credits.entries",
      summary: "Every movement of your credits, newest first",
      answers: CreditEntryPage,
    }),
    queryParameters(PageQuery),
    async (c) => c.json(await listEntries(c.req.valid("query"))),
  );
