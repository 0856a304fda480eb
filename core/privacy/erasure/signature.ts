/**
 * The signature of a certificate: Ed25519 (RFC 8032) over its canonical form. Pure: whoever has the public key can verify
 * with these lines alone.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { Certificate, SignedCertificate } from "./certificate.schema.ts";

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The private key that 32 bytes make. */
export const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });

/** SHA-256 of a public key (SubjectPublicKeyInfo), in hexadecimal: the name under which it is known. */
export function fingerprintOf(key: KeyObject): string {
  const spki = createPublicKey(
    key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" }),
  );
  return createHash("sha256")
    .update(spki.export({ format: "der", type: "spki" }))
    .digest("hex");
}

/** The one spelling of a value (RFC 8785): names in order, no white space. Numbers here are whole. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

export function signCertificate(certificate: Certificate, key: KeyObject): SignedCertificate {
  const value = sign(null, Buffer.from(canonical(certificate)), key).toString("base64");
  return { ...certificate, signature: { algorithm: "Ed25519", key: fingerprintOf(key), value } };
}

/** Whether a certificate is, to the letter, what the holder of the key has signed. */
export function isGenuine({ signature, ...certificate }: SignedCertificate, key: KeyObject): boolean {
  const value = Buffer.from(signature.value, "base64");
  return verify(null, Buffer.from(canonical(certificate)), key, value);
}
