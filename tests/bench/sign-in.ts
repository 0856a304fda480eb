/**
 * Signing in, beside the one Argon2id verification that it cannot do without, in both deployments: in threads on a host,
 * in place on Lambda. The choice is made as the process starts, so each is measured in a process of its own.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { SIGN_IN_MAX_RATIO } from "./budgets.ts";
import { type Line, median, medianRatio } from "./line.ts";
import { IN_THE_CLOUD } from "./stage.ts";

const DEPLOYMENTS = {
  host: { hashing: "in threads", environment: {} },
  aws: { hashing: "in place", environment: IN_THE_CLOUD },
} as const;

/** Measures both lines. */
export const measureSignIn = (): Line[] =>
  (["host", "aws"] as const).map((deployment) => {
    const { hashing, environment } = DEPLOYMENTS[deployment];
    const printed = execFileSync(process.execPath, [join(import.meta.dirname, "sign-in-process.ts")], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    const values = JSON.parse(printed) as { ours: number[]; peer: number[] };
    const ratio = medianRatio(values);
    return {
      what: `sign-in, hashing ${hashing} (${deployment})`,
      ours: `${median(values.ours).toFixed(1)} ms`,
      peer: `${median(values.peer).toFixed(1)} ms (one Argon2id)`,
      ratio: ratio.toFixed(2),
      budget: `<= ${SIGN_IN_MAX_RATIO}`,
      kept: ratio <= SIGN_IN_MAX_RATIO,
    };
  });
