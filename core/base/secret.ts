/** Random tokens, their stored form, and keyed digests. One key in the configuration, one derived key per purpose. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { config } from "./config.ts";

/** 256 random bits in base64url (43 characters). */
export const randomToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of a token: its SHA-256. A token has 256 bits of entropy, so no slow hash is needed. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** HMAC-SHA-256 of a text under the key of one purpose, in base64url. */
export function keyedHash(purpose: string, text: string): string {
  const key = createHmac("sha256", config.SECRET_KEY).update(purpose).digest();
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** Compares two strings in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
