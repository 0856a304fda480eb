/** The API for readers: one page without script, in the reader's language; problems link to their code on it. */
import { Hono } from "hono";
import { requestFacts } from "../../core/base/actor.ts";
import { docsPage } from "./docs-page.ts";
import { DOCS_STYLE } from "./docs-style.ts";
import { type ApiDescription, describeApi } from "./openapi.ts";
import { doc } from "./route.ts";

const STYLE_SECONDS = 3600;

/** Serves the page about `api`, and its style. */
export function docs(api: Hono) {
  let description: Promise<ApiDescription> | undefined;
  return new Hono()
    .get(
      "/docs",
      doc({ id: "docs.page", summary: "The API for readers", access: "public", answers: "text/html" }),
      async (c) => {
        description ??= describeApi(api);
        c.header("vary", "cookie, accept-language");
        return c.html(docsPage(await description, requestFacts().locale));
      },
    )
    .get(
      "/docs.css",
      doc({ id: "docs.style", summary: "The style of that page", access: "public", answers: "text/css" }),
      (c) =>
        c.body(DOCS_STYLE, 200, {
          "content-type": "text/css; charset=utf-8",
          "cache-control": `public, max-age=${STYLE_SECONDS}`,
        }),
    );
}
