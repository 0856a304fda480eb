/** The key that signs certificates, derived from the service's own: it exists nowhere and is the same after every start. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { keyFor } from "../../base/secret.ts";
import { fingerprintOf, privateKeyOf } from "./signature.ts";

export const signingKey = (): KeyObject => privateKeyOf(keyFor("erasure-certificate"));

/** The public half, for whoever verifies: as PEM, and the name under which certificates call it. */
export function publicKey(): { algorithm: "Ed25519"; key: string; pem: string } {
  const half = createPublicKey(signingKey().export({ format: "pem", type: "pkcs8" }));
  return {
    algorithm: "Ed25519",
    key: fingerprintOf(half),
    pem: String(half.export({ format: "pem", type: "spki" })),
  };
}
