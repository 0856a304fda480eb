import { Hono } from "hono";
import { PrivacyPanel } from "../../core/account/panel.schema.ts";
import { readPanel } from "../../core/account/panel.ts";
import { PageQuery } from "../../core/base/page.ts";
import { listTransfers } from "../../core/privacy/list-transfers.ts";
import { PolicySeen } from "../../core/privacy/policy/policy.schema.ts";
import { notePolicySeen } from "../../core/privacy/policy/seen.ts";
import { TransferPage } from "../../core/privacy/transfer.schema.ts";
import { HeldData } from "../../core/privacy/why/why.schema.ts";
import { readHeldData } from "../../core/privacy/why/why.ts";
import { body, doc, queryParameters } from "./route.ts";

export const privacy = new Hono()
  .get(
    "/",
    doc({
      id: "privacy.panel",
      summary: "The panel at a glance: what is held, exports, consents, restriction and directives",
      answers: PrivacyPanel,
    }),
    async (c) => c.json(await readPanel({})),
  )
  .get(
    "/data",
    doc({
      id: "privacy.data",
      summary: "What is held of you: why, who receives it, until when, and how to change it",
      answers: HeldData,
    }),
    async (c) => c.json(await readHeldData({})),
  )
  .get(
    "/transfers",
    doc({
      id: "privacy.transfers",
      summary: "Every call that took something of you outside, newest first",
      answers: TransferPage,
    }),
    queryParameters(PageQuery),
    async (c) => c.json(await listTransfers(c.req.valid("query"))),
  )
  .put(
    "/policy",
    doc({
      id: "privacy.policySeen",
      summary: "Say that you have seen a version of the policy; it is no consent, and nothing depends on it",
      answers: null,
      sample: { version: 1, how: "opened" },
    }),
    body(PolicySeen),
    async (c) => {
      await notePolicySeen(c.req.valid("json"));
      return c.body(null, 204);
    },
  );
