/**
 * The one door to other people's HTTP services. A call names its processor, and leaves only for that processor's
 * hosts; redirects are refused, so that an answer cannot send data elsewhere.
 */

import { refuseInTransaction } from "./database.ts";
import { isLoopback } from "./european.ts";
import { PROCESSORS, type ProcessorId } from "./processor.ts";

/**
 * How a call failed. `not_sent`: no byte of it can have been acted on (refused connection, unknown name), so sending
 * it again is safe. `unknown`: it may have arrived (time out, broken connection); paid work must not be repeated.
 */
export class EgressError extends Error {
  override name = "EgressError";
  readonly outcome: "not_sent" | "unknown";
  constructor(outcome: "not_sent" | "unknown", options?: { cause: unknown }) {
    super(`egress ${outcome}`, options);
    this.outcome = outcome;
  }
}

const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Calls a processor. Throws {@link EgressError}, or an Error for a host that is not in the registry. */
export async function egress(
  processor: ProcessorId,
  url: string,
  init: RequestInit & { timeoutSeconds: number },
): Promise<Response> {
  refuseInTransaction();
  const { hostname, protocol } = new URL(url);
  const { hosts } = PROCESSORS[processor];
  const local = hosts[0] === hostname && protocol === "http:" && isLoopback(hostname);
  if (!hosts.some((host) => (host.startsWith(".") ? hostname.endsWith(host) : host === hostname)))
    throw new Error(`${hostname} is no host of ${processor}`);
  if (protocol !== "https:" && !local) throw new Error("only https leaves the service");
  const { timeoutSeconds, ...options } = init;
  try {
    return await fetch(url, {
      ...options,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
  } catch (error) {
    throw new EgressError(NOT_SENT.has(causeCode(error)) ? "not_sent" : "unknown", { cause: error });
  }
}

function causeCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  return "";
}
