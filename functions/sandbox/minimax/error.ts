/**
 * Refusals, as each version of the API tells them: v1 inside a 200 (`base_resp`), v2 by HTTP status and an error
 * object. One table holds the words and the v2 class of every code that the sandbox can answer (D:err, D:v2).
 */
import type { ContentfulStatusCode } from "hono/utils/http-status";

const bad = ["bad_request_error", 400] as const;
const server = ["server_error", 500] as const;
const limit = ["rate_limit_error", 429] as const;
const sensitive = ["unprocessable_entity_error", 422] as const;
const login = ["authorized_error", 401] as const;
const balance = ["insufficient_balance_error", 402] as const;

const CODES = {
  1000: ["unknown error", ...server],
  1001: ["request timeout", ...server],
  1002: ["rate limit exceeded(RPM)", ...limit],
  1004: [
    "login fail: Please carry the API secret key in the 'Authorization' field of the request header",
    ...login,
  ],
  1008: ["insufficient balance", ...balance],
  1013: ["internal service error", ...server],
  1024: ["internal error", ...server],
  1026: ["input new_sensitive", ...sensitive],
  1027: ["output new_sensitive", ...sensitive],
  1033: ["system error: mysql failed", ...server],
  1039: ["token limit exceeded(TPM)", ...limit],
  1041: ["conn limit", "overloaded_error", 529],
  1042: ["invisible character ratio limit", ...bad],
  1043: ["asr similarity check failed", ...bad],
  1044: ["clone prompt similarity check failed", ...bad],
  2013: ["invalid params", ...bad],
  2037: ["voice duration too short or too long", ...bad],
  2038: ["voice clone permission denied", ...bad],
  2039: ["voice clone voice id duplicate", ...bad],
  2042: ["you don't have access to this voice_id", ...bad],
  2045: ["rate growth limit", ...limit],
  2048: ["prompt audio too long", ...bad],
  2049: ["invalid api key", ...login],
  2056: ["usage limit exceeded", ...balance],
  2061: ["your current plan does not support this model", ...balance],
} as const satisfies Record<number, readonly [string, string, number]>;

export type Code = keyof typeof CODES;

/** The words that go with a code. */
export const wordsOf = (code: Code): string => CODES[code][0];

/** Thrown anywhere in the sandbox to refuse a request as MiniMax would. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: Code;
  constructor(code: Code, detail?: string) {
    super(detail === undefined ? wordsOf(code) : `${wordsOf(code)}, ${detail}`);
    this.code = code;
  }
}

/** A wrong request: 2013, with what is wrong. */
export const wrong = (detail: string): Refusal => new Refusal(2013, detail);

/** The `base_resp` of a v1 answer. */
export const baseResp = (refusal?: Refusal) =>
  refusal
    ? { status_code: refusal.code, status_msg: refusal.message }
    : { status_code: 0, status_msg: "success" };

/** The body and status of a v2 error. `http_code` is a string there. */
export function v2Error(refusal: Refusal, requestId: string) {
  const [, type, status] = CODES[refusal.code];
  const error = { type, message: `${refusal.message} (${refusal.code})`, http_code: String(status) };
  return { status: status as ContentfulStatusCode, body: { type: "error", error, request_id: requestId } };
}
