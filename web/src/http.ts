/**
 * One request to our own API: the reader's language, the token against forged writes, an end to waiting, and every
 * failure as one kind of error. The server's words are shown as they are; only a lost network needs words of ours.
 */
import { chosenLocale } from "./locale.ts";

const SECONDS_TO_WAIT = 30;

/** What the API said (problem details, RFC 9457), or code `network` when it could not be reached. */
export type Failure = {
  code: string;
  /** A sentence in the reader's language; empty for `network`. */
  detail: string;
  fields?: { path: string; detail: string }[];
  needed?: number;
  available?: number;
};

export class ApiError extends Error {
  override name = "ApiError";
  readonly failure: Failure;
  constructor(failure: Failure, cause?: unknown) {
    super(failure.code, { cause });
    this.failure = failure;
  }
}

let tellSignedOut = () => {};
/** Says what to do when an answer says that nobody is signed in. */
export const whenSignedOut = (act: () => void): void => {
  tellSignedOut = act;
};

let tellChanged = () => {};
/** Says what to do when an answer says that the account is in another state than this page knows. */
export const whenAccountChanged = (act: () => void): void => {
  tellChanged = act;
};

let skewMilliseconds = 0;
/** The server's clock, to the second: ages are told by it, whatever the visitor's clock says. */
export const serverNow = (): number => Date.now() + skewMilliseconds;

/** Where a browser without a token gets one. */
const TOKEN_SOURCE = "/api/session";
const csrfToken = () => /(?:^|;\s*)__Host-csrf=([^;]+)/.exec(document.cookie)?.[1];

/**
 * The `fetch` of the API's client: gives only answers that went well. Throws {@link ApiError}, or the abort of the
 * caller's own signal. A write whose token is missing or out of date gets a new one and is sent once more.
 */
export const send: typeof fetch = async (input, init = {}) => {
  const getToken = () => once(TOKEN_SOURCE, { method: "GET", signal: init.signal ?? null });
  if (init.method !== "GET" && csrfToken() === undefined) await getToken();
  let response = await once(input, init);
  if (response.status === 403 && (await codeOf(response.clone())) === "csrf_failed") {
    await getToken();
    response = await once(input, init);
  }
  if (!response.ok) throw await refusal(response);
  return response;
};

async function once(input: RequestInfo | URL, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  headers.set("accept-language", chosenLocale());
  const token = csrfToken();
  if (init.method !== "GET" && token) headers.set("x-csrf-token", token);
  const timeout = AbortSignal.timeout(SECONDS_TO_WAIT * 1000);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const response = await fetch(input, { ...init, headers, signal });
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) skewMilliseconds = date - Date.now();
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError({ code: "network", detail: "" }, error);
  }
}

async function codeOf(response: Response): Promise<string | undefined> {
  return ((await response.json().catch(() => ({}))) as Partial<Failure>).code;
}

async function refusal(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => undefined)) as Failure | undefined;
  if (!problem?.code) return new ApiError({ code: "network", detail: "" });
  if (problem.code === "unauthenticated") tellSignedOut();
  if (problem.code === "account_closing" || problem.code === "account_restricted") tellChanged();
  return new ApiError(problem);
}
