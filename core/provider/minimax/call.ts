/**
 * One call to the provider, and what its answer means. Two error models: v1 answers HTTP 200 with `base_resp`, v2
 * answers an HTTP status with an error object whose message ends in the code. Proxies in front of both answer HTML.
 */
import * as v from "valibot";
import { config } from "../../base/config.ts";
import { EgressError, egress } from "../../base/egress.ts";
import { log } from "../../base/log.ts";
import { type Verdict, verdictOf, verdictOfStatus } from "./codes.ts";
import { parseExactly } from "./exact-json.ts";

/** `operation` names the call in logs and in the transfer ledger; `path` may hold ids and is never logged. */
export type Call = {
  operation: string;
  method: "GET" | "POST" | "DELETE";
  path: string;
  body?: string;
  timeoutSeconds: number;
  /** Deletions: that the provider refuses because nothing is there is what was wanted. */
  mayBeGone?: boolean;
};
/**
 * `refused`: the provider says that it did nothing (or, asked for a task, that the task failed). `not_sent`: it never
 * got the request. `unknown`: it may have done the work.
 */
export type Answer =
  | { type: "ok"; body: unknown }
  | { type: "refused"; verdict: Verdict; body: unknown }
  | { type: "not_sent" }
  | { type: "unknown" };

/** The time for questions about what exists; calls that make something wait longer. */
export const QUESTION_SECONDS = 20;

const InBand = v.object({ base_resp: v.object({ status_code: v.number() }) });
const HttpError = v.object({
  type: v.literal("error"),
  error: v.object({ type: v.string(), message: v.string() }),
});
/** For v2 errors without a code at the end of their message, as the overload one. */
const CODE_OF_TYPE: Record<string, number> = {
  bad_request_error: 2013,
  authorized_error: 1004,
  insufficient_balance_error: 1008,
  unprocessable_entity_error: 1026,
  rate_limit_error: 1002,
  server_error: 1000,
  overloaded_error: 1041,
};

/** Calls the provider. Never throws for an answer or for the lack of one. */
export async function call(request: Call): Promise<Answer> {
  const key = config.MINIMAX_API_KEY;
  if (!key) {
    log.error("provider.no_key", { provider: "minimax", route: request.operation });
    return { type: "refused", verdict: verdictOf(1004), body: undefined };
  }
  try {
    const response = await egress("minimax", `${config.MINIMAX_BASE_URL}${request.path}`, {
      method: request.method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutSeconds: request.timeoutSeconds,
    });
    return read(request, response, await response.text());
  } catch (error) {
    // A body that breaks off is no EgressError: the request did arrive.
    const type = error instanceof EgressError ? error.outcome : "unknown";
    log.warn("provider.no_answer", { provider: "minimax", route: request.operation, code: type }, error);
    return { type };
  }
}

function read(request: Call, response: Response, text: string): Answer {
  const body = parsed(text);
  const code = codeOf(body);
  if (code === 0 && response.ok) return { type: "ok", body };
  const verdict = code ? verdictOf(code) : verdictOfStatus(response.status);
  const fields = {
    provider: "minimax",
    route: request.operation,
    status: response.status,
    ...(code ? { providerCode: code } : {}),
    traceId: response.headers.get("trace-id") ?? "none",
  };
  if (verdict?.ours) log.error("provider.account_refused", fields);
  else if (verdict && !verdict.retry && request.mayBeGone) log.info("provider.gone_already", fields);
  else log.warn("provider.refused", fields);
  return verdict ? { type: "refused", verdict, body } : { type: "unknown" };
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** The code of an answer; 0 for success, undefined for what is neither model's (a proxy's page, an empty body). */
function codeOf(body: unknown): number | undefined {
  if (v.is(InBand, body)) return body.base_resp.status_code;
  if (v.is(HttpError, body)) {
    const code = /\((\d{4,5})\)\s*$/.exec(body.error.message)?.[1];
    return code ? Number(code) : CODE_OF_TYPE[body.error.type];
  }
  return typeof body === "object" && body !== null ? 0 : undefined;
}
