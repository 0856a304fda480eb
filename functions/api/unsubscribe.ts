/**
 * The link of product mail (RFC 8058). It lies outside of /api, because the one who calls is a mail program, or somebody
 * signed out: the signature in the address is the proof, and no token of a page of ours is asked for. Reading the page
 * changes nothing, since scanners of mail follow links; its button, like the mail program, sends a POST.
 */
import { Hono } from "hono";
import * as v from "valibot";
import { requestFacts } from "../../core/base/actor.ts";
import { AppError, ERRORS } from "../../core/base/error.ts";
import { readUnsubscribeToken } from "../../core/consent/unsubscribe.ts";
import { withdrawByLink } from "../../core/consent/withdraw-by-link.ts";
import { answerProblem } from "./problem.ts";
import { openLink } from "./request.ts";
import { doc, queryParameters } from "./route.ts";
import { unsubscribePage } from "./unsubscribe-page.ts";

const Link = v.object({ token: v.optional(v.string(), ""), lang: v.optional(v.string()) });
const signed = { access: "public", signedLink: true, answers: "text/html" } as const;

export const unsubscribe = new Hono()
  .use(openLink)
  .get(
    "/",
    doc({ id: "unsubscribe.page", summary: "The page behind the link of product mail", ...signed }),
    queryParameters(Link),
    (c) => {
      readUnsubscribeToken(c.req.valid("query").token);
      return c.html(unsubscribePage("ask", requestFacts().locale, c.req.url));
    },
  )
  .post(
    "/",
    doc({ id: "unsubscribe.leave", summary: "Get no more product mail", ...signed }),
    queryParameters(Link),
    async (c) => {
      await withdrawByLink({ token: c.req.valid("query").token });
      return c.html(unsubscribePage("done", requestFacts().locale));
    },
  );

unsubscribe.onError((error, c) => {
  if (!(error instanceof AppError) || error.code !== "token_invalid") return answerProblem(error, c);
  return c.html(unsubscribePage("invalid", requestFacts().locale), ERRORS.token_invalid.status);
});
