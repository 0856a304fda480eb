/**
 * Passwords at rest: PHC strings of Argon2id (policy 03 ii). Where one process serves many, hashing happens in worker
 * threads; where a process serves one request at a time, in place. Never call this inside a transaction: it would hold a
 * connection for as long as a hash takes.
 */
import { config } from "../base/config.ts";
import { refuseInTransaction } from "../base/database.ts";
import type { Question } from "./argon2.ts";
import { DUMMY_HASH, PARAMETERS } from "./argon2-parameters.ts";
import { askPool } from "./password-pool.ts";

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43,}$/;

/** What is stored for an account whose password has been taken away: none fits until a new one is chosen. */
export const NO_PASSWORD = "none";

/** The PHC string to store for a password. Throws `unavailable` under too much load. */
export async function hashPassword(password: string): Promise<string> {
  refuseInTransaction();
  return String(await ask({ kind: "hash", password }));
}

/**
 * Whether a password fits a PHC string. Without one (there is no such account) the same work is done, and the answer
 * is no. Throws `unavailable` under too much load.
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  refuseInTransaction();
  const known = passwordHash !== undefined && PHC.test(passwordHash);
  const fits = await ask({ kind: "verify", password, passwordHash: known ? passwordHash : DUMMY_HASH });
  return known && fits === true;
}

/** Whether a PHC string was made with weaker parameters than today's, so that the next sign-in makes it anew. */
export function needsRehash(passwordHash: string): boolean {
  const [, memoryKib = 0, passes = 0, lanes = 0] = (PHC.exec(passwordHash) ?? []).map(Number);
  return memoryKib < PARAMETERS.memoryKib || passes < PARAMETERS.passes || lanes < PARAMETERS.lanes;
}

/** Has a question answered where this deployment hashes. In place, the algorithm is loaded by the first password. */
async function ask(question: Question): Promise<string | boolean> {
  if (config.DEPLOYMENT === "host") return askPool(question);
  const { answer } = await import("./argon2.ts");
  return answer(question);
}
