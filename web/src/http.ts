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

let skewMilliseconds = 0;
/** The server's clock, to the second: ages are told by it, whatever the visitor's clock says. */
export const serverNow = (): number => Date.now() + skewMilliseconds;

const csrfToken = () => /(?:^|;\s*)__Host-csrf=([^;]+)/.exec(document.cookie)?.[1];

export type RequestOptions = {
  body?: unknown;
  query?: Record<string, string | undefined>;
  /** Idempotency-Key: the same press of a button is never done twice. */
  key?: string;
  signal?: AbortSignal;
};

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Sends a request and gives its JSON. Throws {@link ApiError}, or the abort of `options.signal`. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  if (method !== "GET" && csrfToken() === undefined) await send("GET", "/session", {});
  let response = await send(method, path, options);
  if (response.status === 403 && (await codeOf(response.clone())) === "csrf_failed") {
    await send("GET", "/session", {});
    response = await send(method, path, options);
  }
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const query = Object.entries(options.query ?? {}).filter((entry): entry is [string, string] => !!entry[1]);
  const url = query.length > 0 ? `/api${path}?${new URLSearchParams(query)}` : `/api${path}`;
  const headers: Record<string, string> = { accept: "application/json", "accept-language": chosenLocale() };
  const token = csrfToken();
  if (method !== "GET" && token) headers["x-csrf-token"] = token;
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.key) headers["idempotency-key"] = options.key;
  const timeout = AbortSignal.timeout(SECONDS_TO_WAIT * 1000);
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) skewMilliseconds = date - Date.now();
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
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
  return new ApiError(problem);
}
