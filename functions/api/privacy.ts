import { Hono } from "hono";
import { PageQuery } from "../../core/base/page.ts";
import { listTransfers } from "../../core/privacy/list-transfers.ts";
import { PolicySeen } from "../../core/privacy/policy/policy.schema.ts";
import { notePolicySeen } from "../../core/privacy/policy/seen.ts";
import { TransferPage } from "../../core/privacy/transfer.schema.ts";
import { readPrivacySummary } from "../../core/privacy/why/summary.ts";
import { HeldData, PrivacySummary } from "../../core/privacy/why/why.schema.ts";
import { readHeldData } from "../../core/privacy/why/why.ts";
import { body, doc, queryParameters } from "./route.ts";

export const privacy = new Hono()
  .get(
    "/",
    doc({ id: "privacy.summary", summary: "How much is held of you, at a glance", answers: PrivacySummary }),
    async (c) => c.json(await readPrivacySummary({})),
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
