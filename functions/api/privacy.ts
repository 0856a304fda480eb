import { Hono } from "hono";
import { PrivacyPanel } from "../../core/account/panel.schema.ts";
import { readPanel } from "../../core/account/panel.ts";
import { PageQuery } from "../../core/base/page.ts";
import { listTransfers } from "../../core/privacy/list-transfers.ts";
import { PolicySeen } from "../../core/privacy/policy/policy.schema.ts";
import { notePolicySeen } from "../../core/privacy/policy/seen.ts";
import { TransferPage } from "../../core/privacy/transfer.schema.ts";
import { TransferNotice, TransferNoticeRead } from "../../core/privacy/transfer-notice.schema.ts";
import {
  acknowledgeTransferNotice,
  noticeVersion,
  readTransferNotice,
} from "../../core/privacy/transfer-notice.ts";
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
  .get(
    "/transfer-notice",
    doc({
      id: "privacy.transferNotice",
      summary:
        "Where your work goes: what you are told before the first of it leaves, and when you said that you know",
      answers: TransferNotice,
    }),
    async (c) => c.json(await readTransferNotice({})),
  )
  .put(
    "/transfer-notice",
    doc({
      id: "privacy.transferNoticeRead",
      summary:
        "Say that you have read where your work goes; it is no consent, and no work is taken before it",
      answers: null,
      sample: { version: noticeVersion(), locale: "en" },
    }),
    body(TransferNoticeRead),
    async (c) => {
      await acknowledgeTransferNotice(c.req.valid("json"));
      return c.body(null, 204);
    },
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
