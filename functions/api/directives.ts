import { Hono } from "hono";
import { DirectiveReceipt, DirectiveRequest, DirectiveView } from "../../core/directive/directive.schema.ts";
import {
  giveDirective,
  readDirective,
  readReceipt,
  revokeDirective,
} from "../../core/directive/directive.ts";
import { NOTICE_VERSION } from "../../core/directive/notice.ts";
import { body, doc, pathId } from "./route.ts";

const SAMPLE = {
  choices: { creations: "hand_over", account: "erase", creditHistory: "keep" },
  executor: { name: "Paul Durand", email: "paul@example.org" },
  noticeVersion: NOTICE_VERSION,
  noticeLocale: "fr",
  consent: true,
};

export const directives = new Hono()
  .get(
    "/",
    doc({ id: "directive.read", summary: "Your directives for after death", answers: DirectiveView }),
    async (c) => c.json(await readDirective({})),
  )
  .put(
    "/",
    doc({
      id: "directive.give",
      summary: "Lay down what becomes of your data after death (art. 85 of the French act)",
      answers: DirectiveView,
      sample: SAMPLE,
    }),
    body(DirectiveRequest),
    async (c) => c.json(await giveDirective(c.req.valid("json"))),
  )
  .delete(
    "/",
    doc({ id: "directive.revoke", summary: "Revoke the directives in force", answers: DirectiveView }),
    async (c) => c.json(await revokeDirective({})),
  )
  .get(
    "/receipts/:id",
    doc({
      id: "directive.receipt",
      summary: "The proof of one version",
      answers: DirectiveReceipt,
      params: { id: "directive" },
    }),
    async (c) => c.json(await readReceipt({ id: pathId(c) })),
  );
