/** Signing in, beside the one Argon2id verification that it cannot do without. */
import { argon2Verify } from "hash-wasm";
import { SIGN_IN_MAX_RATIO } from "./budgets.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { PERSON } from "./stage.ts";

const ROUNDS = 9;
/** Several at a time, since every second or third hash pays for the collection of the memory of the others. */
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
  const { app } = await import("../../functions/api/app.ts");
  const { config } = await import("../../core/base/config.ts");
  const { hashPassword } = await import("../../core/session/password.ts");
  const hash = await hashPassword(PERSON.password);
  const signIn = async () => {
    const answer = await app.request("/api/session", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: config.PUBLIC_URL,
        cookie: `__Host-csrf=${CSRF}`,
        "x-csrf-token": CSRF,
      },
      body: JSON.stringify(PERSON),
    });
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  };
  const verify = () => argon2Verify({ password: PERSON.password, hash });
  const both = [() => milliseconds(signIn), () => milliseconds(verify)] as const;
  await inTurns(1, ...both);
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
