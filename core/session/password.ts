/**
 * Passwords at rest: PHC strings of Argon2id (policy 03 ii). Never call this inside a transaction: it would hold a
 * connection for as long as a hash takes.
 */
import { refuseInTransaction } from "../base/database.ts";
import { DUMMY_HASH, hash, PARAMETERS, parametersOf, verify } from "./argon2.ts";
import { inTurn } from "./hashing-turns.ts";

/** What is stored for an account whose password has been taken away: none fits until a new one is chosen. */
export const NO_PASSWORD = "none";

/** The PHC string to store for a password. Throws `unavailable` under too much load. */
export function hashPassword(password: string): Promise<string> {
  refuseInTransaction();
  return inTurn(() => hash(password));
}

/**
 * Whether a password fits a PHC string. Without one (there is no such account) the same work is done, and the answer
 * is no. Throws `unavailable` under too much load.
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  refuseInTransaction();
  const known = passwordHash !== undefined && parametersOf(passwordHash) !== undefined;
  const fits = await inTurn(() => verify(password, known ? passwordHash : DUMMY_HASH));
  return known && fits;
}

/** Whether a PHC string was made with weaker parameters than today's, so that the next sign-in makes it anew. */
export function needsRehash(passwordHash: string): boolean {
  const { memoryKib = 0, passes = 0, lanes = 0 } = parametersOf(passwordHash) ?? {};
  return memoryKib < PARAMETERS.memoryKib || passes < PARAMETERS.passes || lanes < PARAMETERS.lanes;
}
