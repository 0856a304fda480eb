/**
 * Pseudonyms (GDPR art. 4(5)): what outlives a person keeps, instead of an id, a value that leads back to it only with
 * the service's key. The same id always gives the same one, so that rows which belonged together still do.
 */
import { keyedHash } from "../base/secret.ts";

/** The pseudonym of an id, in the form of an id (UUID version 8, RFC 9562: its content is the application's own). */
export function pseudonymOf(id: string): string {
  const bytes = Buffer.from(keyedHash("pseudonym", id), "base64url").subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** True for what {@link pseudonymOf} gives: our own ids are of version 7. */
export const isPseudonym = (id: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-8/.test(id);
