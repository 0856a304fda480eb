/** Sees what the service has hashed: what it asks of Node's own Argon2, while it is watched. */
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { vi } from "vitest";

/** The parameters of every hash since, without the password and the salt. */
export function watchHashes() {
  const asked = vi.spyOn(crypto, "argon2");
  syncBuiltinESMExports();
  return {
    seen: () =>
      asked.mock.calls.map(([algorithm, { memory, passes, parallelism }]) => ({
        algorithm,
        memoryKib: memory,
        passes,
        lanes: parallelism,
      })),
    [Symbol.dispose]() {
      asked.mockRestore();
      syncBuiltinESMExports();
    },
  };
}
