/** Signs in again and again in turns with a bare verification, and prints the milliseconds of both. See sign-in.ts. */
import { argon2Verify } from "hash-wasm";
import { config } from "../../core/base/config.ts";
import { closeDatabase } from "../../core/base/database.ts";
import { hashPassword } from "../../core/session/password.ts";
import { app } from "../../functions/api/app.ts";
import { inTurns } from "./line.ts";
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

async function signIn(): Promise<void> {
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
}

const hash = await hashPassword(PERSON.password);
const verify = () => argon2Verify({ password: PERSON.password, hash });
const both = [() => milliseconds(signIn), () => milliseconds(verify)] as const;
await inTurns(2, ...both);
const values = await inTurns(ROUNDS, ...both);
await closeDatabase();
console.log(JSON.stringify(values));
process.exit(0);
