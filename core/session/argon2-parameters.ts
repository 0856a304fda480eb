/** The parameters of Argon2id, and what follows from them without hashing. */

/** The floor of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
export const PARAMETERS = { memoryKib: 19_456, passes: 2, lanes: 1 } as const;
export const SALT_BYTES = 16;
export const HASH_BYTES = 32;

/** A PHC string of today's parameters that no password fits: what is verified where there is no account. */
export const DUMMY_HASH = [
  "$argon2id$v=19",
  `m=${PARAMETERS.memoryKib},t=${PARAMETERS.passes},p=${PARAMETERS.lanes}`,
  ...[SALT_BYTES, HASH_BYTES].map((bytes) => Buffer.alloc(bytes).toString("base64").replaceAll("=", "")),
].join("$");
