import { Hono } from "hono";
import { PageQuery } from "../../core/base/page.ts";
import {
  ConsentChoice,
  ConsentPage,
  ConsentReceipt,
  ConsentView,
} from "../../core/consent/consent.schema.ts";
import { readConsents, setConsent } from "../../core/consent/consent.ts";
import { currentNotice } from "../../core/consent/notices.ts";
import { readReceipt } from "../../core/consent/receipt.ts";
import { body, doc, pathId, queryParameters } from "./route.ts";

const SAMPLE = {
  purpose: "personalization",
  given: true,
  noticeVersion: currentNotice("personalization").version,
  noticeLocale: "en",
  method: "toggle",
};

export const consents = new Hono()
  .get(
    "/",
    doc({
      id: "consents.list",
      summary: "Your three consents, with their notices, and all that you ever chose",
      answers: ConsentPage,
    }),
    queryParameters(PageQuery),
    async (c) => c.json(await readConsents(c.req.valid("query"))),
  )
  .put(
    "/",
    doc({
      id: "consents.set",
      summary: "Give one consent to the notice that is shown, or take it back",
      answers: ConsentView,
      sample: SAMPLE,
    }),
    body(ConsentChoice),
    async (c) => c.json(await setConsent(c.req.valid("json"))),
  )
  .get(
    "/:id/receipt",
    doc({
      id: "consents.receipt",
      summary: "The receipt of one choice (ISO/IEC TS 27560)",
      answers: ConsentReceipt,
      params: { id: "consent_event" },
    }),
    async (c) => c.json(await readReceipt({ id: pathId(c) })),
  );
