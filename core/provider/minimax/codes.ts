/**
 * The provider's error codes, each with what it means for a job. v1 answers them inside an HTTP 200 (`base_resp`), v2 at
 * the end of its message; a code is the provider's own word that the work was not done. Source: errorcode.md.
 */
import type { FailureCode } from "../../generation/generation.schema.ts";

/** `retry`: the same request may work later. `ours`: something is wrong with our account, so somebody must look. */
export type Verdict = { failure: FailureCode; retry: boolean; ours: boolean };

const busy: Verdict = { failure: "provider_busy", retry: true, ours: false };
const broken: Verdict = { failure: "provider_failed", retry: true, ours: false };
const refused: Verdict = { failure: "provider_refused", retry: false, ours: false };
const account: Verdict = { failure: "provider_unavailable", retry: false, ours: true };
const failed: Verdict = { failure: "provider_failed", retry: false, ours: false };

const VERDICTS: Record<number, Verdict> = {
  1000: broken,
  1001: broken,
  1002: busy,
  1004: account,
  1008: account,
  1013: broken,
  1024: broken,
  1026: { failure: "input_blocked", retry: false, ours: false },
  1027: { failure: "output_blocked", retry: false, ours: false },
  1028: account,
  1030: account,
  1033: broken,
  1039: busy,
  1041: busy,
  1042: refused,
  2013: refused,
  20132: refused,
  2038: account,
  2042: refused,
  2045: busy,
  2049: account,
  2054: refused,
  2056: account,
  2061: account,
};

/** What a code means; one that the table does not know is a failure that is not repeated. */
export const verdictOf = (code: number): Verdict => VERDICTS[code] ?? failed;

/**
 * What an HTTP status means where no code came with it, or undefined where it says nothing of the work (408, 5xx, an
 * unreadable 200): then it may have been done.
 */
export function verdictOfStatus(status: number): Verdict | undefined {
  if (status === 429) return busy;
  if (status === 401 || status === 402 || status === 403) return account;
  // A path or model name that has been retired: for all users alike.
  if (status === 404 || status === 405) return account;
  return status === 408 || status < 400 || status >= 500 ? undefined : refused;
}
