/**
 * Argon2id by hash-wasm, and its parameters. Runs where it is called: password.ts decides where that is. Imports no
 * other file of ours, because the worker thread loads it.
 */
import { randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";

/** The floor of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
export const PARAMETERS = { memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** A PHC string of today's parameters that no password fits: what is verified where there is no account. */
export const DUMMY_HASH = [
  "$argon2id$v=19",
  `m=${PARAMETERS.memoryKib},t=${PARAMETERS.passes},p=${PARAMETERS.lanes}`,
  ...[SALT_BYTES, HASH_BYTES].map((bytes) => Buffer.alloc(bytes).toString("base64").replaceAll("=", "")),
].join("$");

export type Question =
  | { kind: "hash"; password: string }
  | { kind: "verify"; password: string; passwordHash: string };

/** Hashes (answers a PHC string) or verifies (answers whether it fits). Takes about 50 ms of one core. */
export function answer(question: Question): Promise<string | boolean> {
  // The same text typed on two systems may differ in bytes (RFC 8265, 4.2.2: NFC).
  const password = question.password.normalize("NFC");
  if (question.kind === "verify") return argon2Verify({ password, hash: question.passwordHash });
  return argon2id({
    password,
    salt: randomBytes(SALT_BYTES),
    memorySize: PARAMETERS.memoryKib,
    iterations: PARAMETERS.passes,
    parallelism: PARAMETERS.lanes,
    hashLength: HASH_BYTES,
    outputType: "encoded",
  });
}
