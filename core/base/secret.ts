/** Random tokens, their stored form, and keyed digests. One key in the configuration, one derived key per purpose. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { config } from "./config.ts";

/** 256 random bits in base64url (43 characters). */
export const randomToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of a token: its SHA-256. A token has 256 bits of entropy, so no slow hash is needed. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** The 256-bit key of one purpose. */
export const keyFor = (purpose: string): Buffer =>
  createHmac("sha256", config.SECRET_KEY).update(purpose).digest();

/** HMAC-SHA-256 of a text under the key of one purpose, in base64url. */
export const keyedHash = (purpose: string, text: string): string =>
  createHmac("sha256", keyFor(purpose)).update(text).digest("base64url");

const SEAL = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a text under the key of one purpose, and binds it to the row that it lies in: AES-256-GCM. */
export function seal(purpose: string, row: string, text: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(SEAL, keyFor(purpose), nonce).setAAD(Buffer.from(row));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The text of {@link seal}. Throws for one of another row or key, and for one that was changed. */
export function unseal(purpose: string, row: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  const cipher = createDecipheriv(SEAL, keyFor(purpose), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(Buffer.from(row)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([cipher.update(body), cipher.final()]).toString("utf8");
}

/** Compares two strings in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
