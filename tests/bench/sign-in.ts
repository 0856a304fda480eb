/**
 * Signing in, beside the one Argon2id verification that it cannot do without, in both deployments: in threads on a host,
 * in place on Lambda. The choice is made as the process starts, so each is measured in a process of its own.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { SIGN_IN_MAX_RATIO } from "./budgets.ts";
import { type Line, median, medianRatio } from "./line.ts";
import { IN_THE_CLOUD } from "./stage.ts";

const DEPLOYMENTS = {
  host: { hashing: "in threads", environment: {} },
  aws: { hashing: "in place", environment: IN_THE_CLOUD },
} as const;

const SCRIPT = join(import.meta.dirname, "sign-in-process.ts");

/** Measures both lines, one after the other. The storage that they ask once answers from this process. */
export async function measureSignIn(): Promise<Line[]> {
  return [await measure("host"), await measure("aws")];
}

async function measure(deployment: keyof typeof DEPLOYMENTS): Promise<Line> {
  const { hashing, environment } = DEPLOYMENTS[deployment];
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], { env });
  const values = JSON.parse(stdout) as { ours: number[]; peer: number[] };
  const ratio = medianRatio(values);
  return {
    what: `sign-in, hashing ${hashing} (${deployment})`,
    ours: `${median(values.ours).toFixed(1)} ms`,
    peer: `${median(values.peer).toFixed(1)} ms (one Argon2id)`,
    ratio: ratio.toFixed(2),
    budget: `<= ${SIGN_IN_MAX_RATIO}`,
    kept: ratio <= SIGN_IN_MAX_RATIO,
  };
}
