/** Errors on the wire: problem details (RFC 9457), the sentence in the reader's language, never a submitted value. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import * as v from "valibot";
import { requestFacts } from "../../core/base/actor.ts";
import { AppError, ERRORS, type ErrorCode, FIELD_RULES } from "../../core/base/error.ts";
import { errorText, fieldText } from "../../core/base/error-text.ts";
import { log } from "../../core/base/log.ts";

const CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The shape of every error answer. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.picklist(CODES),
  detail: v.string(),
  requestId: v.string(),
  fields: v.optional(
    v.array(v.object({ path: v.string(), rule: v.picklist(FIELD_RULES), detail: v.string() })),
  ),
  needed: v.optional(v.number()),
  available: v.optional(v.number()),
  limit: v.optional(v.number()),
  retryAfterSeconds: v.optional(v.number()),
});
export type Problem = v.InferOutput<typeof Problem>;

/** Answers an error. What is not an AppError is a bug: it is logged, and answered 500 without a message. */
export function answerProblem(error: unknown, c: Context): Response {
  const known = error instanceof AppError ? error : new AppError(codeOf(error), {}, { cause: error });
  const { status } = ERRORS[known.code];
  if (status >= 500)
    log.error("request.failed", { code: known.code, method: c.req.method, status }, known.cause);
  const { fields, ...details } = known.details;
  const { locale, requestId } = requestFacts();
  const detail = errorText(known.code, known.details, locale);
  const problem: Problem = {
    type: `/api/docs#${known.code}`,
    title: known.code.replaceAll("_", " "),
    status,
    code: known.code,
    detail,
    requestId,
    ...details,
    ...(fields
      ? {
          fields: fields.map(({ path, rule, limit }) => ({
            path,
            rule,
            detail: fieldText({ path, rule, ...(limit === undefined ? {} : { limit }) }, locale),
          })),
        }
      : {}),
  };
  if (known.details.retryAfterSeconds !== undefined)
    c.header("retry-after", String(Math.ceil(known.details.retryAfterSeconds)));
  return c.body(JSON.stringify(problem), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
}

/** What hono itself refuses before our code sees it. */
function codeOf(error: unknown): ErrorCode {
  if (!(error instanceof HTTPException)) return "internal";
  return error.status === 413 ? "body_too_large" : error.status === 400 ? "malformed_json" : "internal";
}
