/** Signing in, beside the one Argon2id verification that it cannot do without, in the same thread pool. */
import { argon2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { SIGN_IN_MAX_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { PERSON } from "./stage.ts";

const ROUNDS = 15;
/** Several at a time: a single one may fall into a collection of garbage, or into another process's moment. */
const AT_A_TIME = 5;
const CSRF = "bench";

/** Milliseconds of one, over some in a row. */
async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < AT_A_TIME; time++) await work();
  return (performance.now() - start) / AT_A_TIME;
}

/** Measures the line. */
export async function measureSignIn(): Promise<Line[]> {
  const { config } = await import("../../core/base/config.ts");
  const { PARAMETERS } = await import("../../core/session/argon2.ts");
  const { app } = await import("../../functions/api/app.ts");
  const request = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: config.PUBLIC_URL,
      cookie: `__Host-csrf=${CSRF}`,
      "x-csrf-token": CSRF,
    },
    body: JSON.stringify(PERSON),
  };
  const signIn = async () => {
    const answer = await app.request("/api/session", request);
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  };
  const { memoryKib, passes, lanes } = PARAMETERS;
  const given = { memory: memoryKib, passes, parallelism: lanes, nonce: randomBytes(16), tagLength: 32 };
  const verify = () => promisify(argon2)("argon2id", { ...given, message: PERSON.password });
  const both = [() => milliseconds(signIn), () => milliseconds(verify)] as const;
  await inTurns(2, ...both);
  const values = await inTurns(ROUNDS, ...both);
  const ratio = medianRatio(values);
  return [
    {
      what: "sign-in",
      ours: `${median(values.ours).toFixed(1)} ms`,
      peer: `${median(values.peer).toFixed(1)} ms (one Argon2id)`,
      ratio: ratio.toFixed(2),
      budget: `<= ${SIGN_IN_MAX_RATIO}`,
      kept: ratio <= SIGN_IN_MAX_RATIO,
    },
  ];
}
