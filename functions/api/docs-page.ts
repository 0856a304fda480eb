/** The page about the API, from its description. Everything is escaped by hono/html. */
import { html } from "hono/html";
import type { OpenAPIV3_1 } from "openapi-types";
import { ERRORS, type ErrorCode } from "../../core/base/error.ts";
import { errorPattern } from "../../core/base/error-text.ts";
import type { Locale } from "../../core/base/locale.ts";
import { schemaText } from "./docs-schema.ts";
import { DOCS_TEXT, type DocsText } from "./docs-text.ts";
import type { ApiDescription } from "./openapi.ts";

type Operation = OpenAPIV3_1.OperationObject;
type Route = { method: string; path: string; operation: Operation };
type Content = Record<string, OpenAPIV3_1.MediaTypeObject>;

/** The whole page. */
export function docsPage(description: ApiDescription, locale: Locale) {
  const text = DOCS_TEXT[locale];
  const groups = Map.groupBy(routesOf(description), ({ operation }) => operation.tags?.[0] ?? "");
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header><h1>${text.title}</h1><p>${text.intro} <a href="/api/openapi.json">${text.machine}</a>.</p></header>
<nav aria-label="${text.contents}"><ul>
${[...groups.keys()].map((tag) => html`<li><a href="#routes-${tag}">${tag}</a></li>`)}
<li><a href="#errors">${text.errors}</a></li>
</ul></nav>
<main>
<h2>${text.basics}</h2>
<ul>${[text.session, text.csrf, text.idempotency, text.paging, text.language, text.ids].map((line) => html`<li>${line}</li>`)}</ul>
<h2>${text.routes}</h2>
${[...groups].map(
  ([tag, routes]) =>
    html`<section><h3 id="routes-${tag}">${tag}</h3>${routes.map((route) => routePart(route, text))}</section>`,
)}
<h2 id="errors">${text.errors}</h2>
<p>${text.errorsIntro}</p>
<dl>${Object.entries(ERRORS).map(
    ([code, { status }]) =>
      html`<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${errorPattern(code as ErrorCode, locale)}</dd>`,
  )}</dl>
</main>
</body>
</html>`;
}

const routesOf = (description: ApiDescription): Route[] =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as Operation,
    })),
  );

function routePart({ method, path, operation }: Route, text: DocsText) {
  const body = operation.requestBody as { content?: Content } | undefined;
  const parameters = (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
  return html`<details id="${operation.operationId}">
<summary><span class="method">${method}</span> <code>${path}</code>
${!needsSession(operation) ? html`<span class="open">(${text.open})</span>` : ""}
<span class="about" lang="en">${operation.summary}</span></summary>
${parameters.length > 0 ? block(text.parameters, parameters.map(parameterText).join("\n")) : ""}
${contentOf(body?.content).map((shape) => block(text.sends, shape))}
${Object.entries(operation.responses ?? {})
  .filter(([status]) => status !== "default")
  .map(([status, answer]) => block(`${text.answers} ${status}`, shapeOf(answer)))}
</details>`;
}

const needsSession = (operation: Operation) =>
  operation.security?.some((needs) => "session" in needs) ?? false;
const block = (label: string, content: string) =>
  html`<p class="label">${label}</p>${content ? html`<pre tabindex="0">${content}</pre>` : ""}`;

function parameterText({ name, in: place, required, schema }: OpenAPIV3_1.ParameterObject): string {
  return `${name}${required ? "" : "?"}: ${schema ? schemaText(schema) : "string"} // ${place}`;
}

const contentOf = (content: Content | undefined): string[] =>
  Object.entries(content ?? {}).map(([type, { schema }]) =>
    type === "application/json" && schema ? schemaText(schema) : type,
  );
const shapeOf = (answer: OpenAPIV3_1.ResponseObject | OpenAPIV3_1.ReferenceObject): string =>
  "$ref" in answer ? "" : contentOf(answer.content as Content | undefined).join("\n");
