/**
 * The API described in OpenAPI 3.1, made from the same schemas that check the requests, so that it cannot say anything
 * else than what the service does.
 */
import { Hono } from "hono";
import { generateSpecs, resolver } from "hono-openapi";
import type { OpenAPIV3_1 } from "openapi-types";
import * as v from "valibot";
import { ERRORS, type ErrorCode } from "../../core/base/error.ts";
import { errorPattern } from "../../core/base/error-text.ts";
import { Problem } from "./problem.ts";
import { doc } from "./route.ts";

export type ApiDescription = OpenAPIV3_1.Document<object> & { paths: OpenAPIV3_1.PathsObject };

const INFO = {
  title: "Pix2Clip",
  version: "1",
  description:
    "JSON over HTTPS, one origin with the pages. Every error is a problem (RFC 9457) in the language of the `lang` cookie or of Accept-Language.",
};
const SECURITY_SCHEMES: Record<string, OpenAPIV3_1.SecuritySchemeObject> = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-session",
    description: "Set by signing in; ends after 90 days.",
  },
  csrf: {
    type: "apiKey",
    in: "header",
    name: "x-csrf-token",
    description:
      "On every write: the value of the cookie `__Host-csrf`, together with an Origin of this service.",
  },
  link: {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "The signed link of a mail.",
  },
};
const READS = new Set(["get", "head"]);

/** The codes with their statuses and sentences, for readers of the description. */
const errorList = () =>
  Object.entries(ERRORS)
    .map(([code, { status }]) => `- \`${code}\` (${status}): ${errorPattern(code as ErrorCode, "en")}`)
    .join("\n");

/** Describes all routes of an app. */
export async function describeApi(api: Hono): Promise<ApiDescription> {
  const problem = v.pipe(Problem, v.metadata({ ref: "Problem" }));
  const document = await generateSpecs(api, {
    defaultValidationErrorResponse: false,
    excludeStaticFile: false,
    documentation: {
      info: INFO,
      servers: [{ url: "/" }],
      components: {
        securitySchemes: SECURITY_SCHEMES,
        responses: {
          Problem: {
            description: `A problem. Codes:\n\n${errorList()}`,
            content: { "application/problem+json": { schema: resolver(problem) } },
          },
        },
      },
    },
  });
  // The package types the document by OpenAPI 3.0 and 3.1 at once.
  const described = document as unknown as ApiDescription;
  for (const path of Object.values(described.paths))
    for (const entry of Object.entries(path ?? {})) secure(entry);
  return described;
}

/** Writes need the token of the page, and all but public routes a session; a signed link needs nothing else. */
function secure([method, operation]: [string, unknown]): void {
  const described = operation as OpenAPIV3_1.OperationObject;
  if (described.security?.some((needs) => "link" in needs)) return;
  const isPublic = described.security?.length === 0;
  const needs = { ...(isPublic ? {} : { session: [] }), ...(READS.has(method) ? {} : { csrf: [] }) };
  described.security = Object.keys(needs).length > 0 ? [needs] : [];
}

/** Serves the description of `api`, made once. */
export function openapi(api: Hono) {
  let description: Promise<ApiDescription> | undefined;
  return new Hono().get(
    "/openapi.json",
    doc({
      id: "openapi.read",
      summary: "This description, in OpenAPI 3.1",
      access: "public",
      answers: v.looseObject({ openapi: v.string() }),
    }),
    async (c) => {
      description ??= describeApi(api);
      return c.json(await description);
    },
  );
}
