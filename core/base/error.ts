/**
 * Errors that a caller may see: one table from code to HTTP status. Everything else is a bug and is answered 500
 * without a message. The words for each code, in both languages, are in error-text.ts (complete by type).
 */
import * as v from "valibot";

export const ERRORS = {
  invalid_input: { status: 400 },
  malformed_json: { status: 400 },
  token_invalid: { status: 400 },
  unauthenticated: { status: 401 },
  wrong_credentials: { status: 401 },
  insufficient_credits: { status: 402 },
  forbidden: { status: 403 },
  csrf_failed: { status: 403 },
  origin_refused: { status: 403 },
  password_needed: { status: 403 },
  account_suspended: { status: 403 },
  consent_required: { status: 403 },
  not_found: { status: 404 },
  conflict: { status: 409 },
  notice_changed: { status: 409 },
  idempotency_conflict: { status: 409 },
  quote_mismatch: { status: 409 },
  transfer_notice_unseen: { status: 409 },
  generation_started: { status: 409 },
  generation_finished: { status: 409 },
  media_not_ready: { status: 409 },
  credits_unconfirmed: { status: 409 },
  erasure_started: { status: 409 },
  lift_not_announced: { status: 409 },
  upload_incomplete: { status: 409 },
  export_running: { status: 409 },
  export_not_ready: { status: 409 },
  expired: { status: 410 },
  quote_expired: { status: 410 },
  token_expired: { status: 410 },
  file_lost: { status: 410 },
  media_too_large: { status: 413 },
  body_too_large: { status: 413 },
  unsupported_content_type: { status: 415 },
  media_type_unsupported: { status: 415 },
  media_type_mismatch: { status: 415 },
  media_empty: { status: 422 },
  media_corrupt: { status: 422 },
  media_too_many_pixels: { status: 422 },
  media_too_small: { status: 422 },
  media_too_long: { status: 422 },
  media_aspect_unsupported: { status: 422 },
  account_restricted: { status: 423 },
  account_closing: { status: 423 },
  rate_limited: { status: 429 },
  internal: { status: 500 },
  transfers_suspended: { status: 503 },
  restoring: { status: 503 },
  unavailable: { status: 503 },
} as const satisfies Record<string, { status: number }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorStatus = (typeof ERRORS)[ErrorCode]["status"];

/** Why one field of the input was refused; the words are in error-text.ts. */
export type FieldFault = { path: string; rule: FieldRule; limit?: number };
export const FIELD_RULES = [
  "required",
  "unknown_field",
  "wrong_type",
  "too_short",
  "too_long",
  "too_small",
  "too_large",
  "no_email",
  "not_email",
  "not_one_of",
  "malformed",
  "common_password",
  "guessable_password",
  "wrong_password",
  "unchanged",
  "invisible",
  "not_offered",
  "not_your_address",
] as const;
export type FieldRule = (typeof FIELD_RULES)[number];

export type ErrorDetails = {
  fields?: FieldFault[];
  needed?: number;
  available?: number;
  retryAfterSeconds?: number;
  limit?: number;
};

/** An error that the caller sees as its code, its words and these details. `cause` is for the log alone. */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause: unknown }) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}

/** Marks an impossible state: reaching it is a bug. */
export function never(value: never): never {
  throw new Error(`impossible value of type ${typeof value}`);
}

const RULE_OF_ISSUE: Record<string, FieldRule> = {
  min_length: "too_short",
  non_empty: "required",
  max_length: "too_long",
  min_value: "too_small",
  max_value: "too_large",
  email: "not_email",
  picklist: "not_one_of",
  literal: "not_one_of",
  variant: "not_one_of",
  strict_object: "unknown_field",
};
const isRule = (text: string): text is FieldRule => (FIELD_RULES as readonly string[]).includes(text);

/**
 * Turns validation issues into `invalid_input`, with path and rule only: the submitted values stay out of the answer.
 * A schema may name a rule itself by using it as its message.
 */
export function invalidInput(issues: readonly v.BaseIssue<unknown>[]): AppError {
  const fields = issues.slice(0, 20).map((issue): FieldFault => {
    const path = v.getDotPath(issue) ?? "";
    const missing = issue.kind === "schema" && issue.received === "undefined";
    const rule = isRule(issue.message) ? issue.message : missing ? "required" : RULE_OF_ISSUE[issue.type];
    const limit =
      "requirement" in issue && typeof issue.requirement === "number" ? issue.requirement : undefined;
    return {
      path,
      rule: rule ?? (issue.kind === "schema" ? "wrong_type" : "malformed"),
      ...(limit === undefined ? {} : { limit }),
    };
  });
  return new AppError("invalid_input", { fields });
}
