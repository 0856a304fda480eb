/**
 * Signing in, beside the one Argon2id verification that it cannot do without, in both deployments: in threads on a host,
 * in place on Lambda. The choice is made as the process starts, so each is measured in a process of its own.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { SIGN_IN_MAX_RATIO } from "./budgets.ts";
import { type Line, median, medianRatio } from "./line.ts";

const DEPLOYMENTS = { host: "in threads", aws: "in place" } as const;

/** Measures both lines. */
export const measureSignIn = (): Line[] =>
  (["host", "aws"] as const).map((deployment) => {
    const printed = execFileSync(process.execPath, [join(import.meta.dirname, "sign-in-process.ts")], {
      encoding: "utf8",
      env: { ...process.env, DEPLOYMENT: deployment },
    });
    const values = JSON.parse(printed) as { ours: number[]; peer: number[] };
    const ratio = medianRatio(values);
    return {
      what: `sign-in, hashing ${DEPLOYMENTS[deployment]} (${deployment})`,
      ours: `${median(values.ours).toFixed(1)} ms`,
      peer: `${median(values.peer).toFixed(1)} ms (one Argon2id)`,
      ratio: ratio.toFixed(2),
      budget: `<= ${SIGN_IN_MAX_RATIO}`,
      kept: ratio <= SIGN_IN_MAX_RATIO,
    };
  });
