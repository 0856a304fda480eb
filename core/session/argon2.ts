/**
 * Argon2id by hash-wasm. Runs where it is called: password.ts decides where that is. Imports nothing of ours but the
 * parameters, because the worker thread loads it.
 */
import { randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";
import { HASH_BYTES, PARAMETERS, SALT_BYTES } from "./argon2-parameters.ts";

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
