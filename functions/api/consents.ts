import { Hono } from "hono";
import * as v from "valibot";
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
import { bannerNeeded, STORED_ITEMS } from "../../core/privacy/cookies.ts";
import { body, doc, pathId, queryParameters } from "./route.ts";

const SAMPLE = {
  purpose: "personalization",
  given: true,
  noticeVersion: currentNotice("personalization").version,
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

const Words = v.object({ en: v.string(), fr: v.string() });
const BrowserStorage = v.object({
  /** Whether a visitor must be asked first: only when something in the list is not necessary. */
  bannerNeeded: v.boolean(),
  items: v.array(
    v.object({
      name: v.string(),
      kind: v.picklist(["cookie", "local_storage", "session_storage", "indexed_db"]),
      party: v.literal("first"),
      /** Null: until the browser is closed. */
      seconds: v.nullable(v.number()),
      necessary: v.boolean(),
      readable: v.boolean(),
      purpose: Words,
    }),
  ),
});

export const browserStorage = new Hono().get(
  "/",
  doc({
    id: "browserStorage.list",
    summary: "Everything that is kept in a browser, and whether it must be asked for",
    access: "public",
    answers: BrowserStorage,
  }),
  (c) => c.json({ bannerNeeded: bannerNeeded(), items: STORED_ITEMS }),
);
