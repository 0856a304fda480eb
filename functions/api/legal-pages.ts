/**
 * The legal pages: policy and its versions, cookies, terms, legal notice, subprocessors. Rendered here and not by the
 * app, so that they can be read without JavaScript and before anything else works; no cookie is read but `lang`, none set.
 */
import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import * as v from "valibot";
import { config } from "../../core/base/config.ts";
import { AppError, ERRORS } from "../../core/base/error.ts";
import { errorText } from "../../core/base/error-text.ts";
import { chooseLocale, Locale } from "../../core/base/locale.ts";
import { readPolicy } from "../../core/privacy/policy/policy.ts";
import { cookiesPage } from "./legal-cookies.ts";
import { type LegalPage, layOut } from "./legal-layout.ts";
import { noticePage, subprocessorsPage } from "./legal-notice.ts";
import { policyPage } from "./legal-policy.ts";
import { LEGAL_STYLE, STYLE_PATH } from "./legal-style.ts";
import { termsPage } from "./legal-terms.ts";
import { answerProblem } from "./problem.ts";
import { doc, queryParameters } from "./route.ts";

const STYLE_SECONDS = 3600;

/** Whoever reads a page is no program: an address with a language that we do not speak is answered in the reader's own. */
const PageAddress = v.object({ lang: v.fallback(v.optional(Locale), undefined) });

const page = (name: string, summary: string) =>
  doc({ id: `legal.${name}`, summary, access: "public", answers: "text/html" });

function localeOf(c: Context): Locale {
  const asked = c.req.query("lang");
  return v.is(Locale, asked) ? asked : chooseLocale(getCookie(c, "lang"), c.req.header("accept-language"));
}

function send(c: Context, build: (locale: Locale) => LegalPage, status: 200 | 404 = 200) {
  const locale = localeOf(c);
  c.header("vary", "cookie, accept-language");
  c.header("cache-control", "no-cache");
  return c.html(layOut(build(locale), locale, c.req.path), status);
}

export const legalPages = new Hono()
  .get(
    "/policy",
    page("policy", "The privacy policy, as a page"),
    queryParameters(PageAddress),
    async (c) => {
      const policy = await readPolicy(undefined, localeOf(c));
      return send(c, () => policyPage(policy));
    },
  )
  .get(
    "/policy/:version",
    page("policyVersion", "One version of the privacy policy, as a page"),
    queryParameters(PageAddress),
    async (c) => {
      const policy = await readPolicy(c.req.param("version"), localeOf(c));
      return send(c, () => policyPage(policy));
    },
  )
  .get(
    "/cookies",
    page("cookies", "What is kept in the browser, as a page"),
    queryParameters(PageAddress),
    (c) => send(c, cookiesPage),
  )
  .get("/terms", page("terms", "The terms of use, as a page"), queryParameters(PageAddress), (c) =>
    send(c, termsPage),
  )
  .get("/legal", page("notice", "Publisher and host, as a page"), queryParameters(PageAddress), (c) =>
    send(c, (locale) => noticePage(config, locale)),
  )
  .get(
    "/subprocessors",
    page("subprocessors", "Who receives personal data, and under which contract, as a page"),
    queryParameters(PageAddress),
    (c) => send(c, (locale) => subprocessorsPage(config, locale)),
  )
  .get(
    STYLE_PATH,
    doc({ id: "legal.style", summary: "The style of those pages", access: "public", answers: "text/css" }),
    (c) =>
      c.body(LEGAL_STYLE, 200, {
        "content-type": "text/css; charset=utf-8",
        "cache-control": `public, max-age=${STYLE_SECONDS}`,
      }),
  );

legalPages.onError((error, c) => {
  if (!(error instanceof AppError) || error.code !== "not_found") return answerProblem(error, c);
  const missing = (locale: Locale): LegalPage => {
    const text = errorText("not_found", {}, locale);
    return { title: text, intro: [], parts: [] };
  };
  return send(c, missing, ERRORS.not_found.status);
});
