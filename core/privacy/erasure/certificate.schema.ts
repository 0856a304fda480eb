/** The certificate of an erasure: what went, what stays until when and why. It names nobody. */
import * as v from "valibot";

const Instant = v.pipe(v.string(), v.isoTimestamp());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Gone = v.strictObject({ table: v.string(), name: v.string(), rows: Count });

export const Certificate = v.strictObject({
  type: v.literal("pix2clip.erasure-certificate"),
  version: v.literal(1),
  /** Random; it is the number to name when asking about this certificate. */
  number: v.pipe(v.string(), v.uuid()),
  language: v.picklist(["en", "fr"]),
  controller: v.string(),
  reason: v.string(),
  begunAt: Instant,
  erasedAt: Instant,
  certifiedAt: Instant,
  /** The number of the journal's link that tells restored backups of this erasure. */
  journal: v.nullable(Count),
  erased: v.array(Gone),
  /** Rows that stay without what led to a person. */
  anonymised: v.array(Gone),
  files: v.array(v.strictObject({ place: v.string(), objects: Count })),
  atProcessors: v.array(v.strictObject({ table: v.string(), name: v.string(), deleted: Count })),
  messages: Count,
  /** Rows that the law or a proof keeps, under a pseudonym: at the latest until then, and why. */
  kept: v.array(
    v.strictObject({
      table: v.string(),
      name: v.string(),
      rows: Count,
      rule: v.string(),
      until: v.nullable(Instant),
      because: v.string(),
    }),
  ),
  /** The search that followed, and found nothing else. */
  scan: v.strictObject({ at: Instant, tables: Count, rows: Count, objects: Count, messages: Count }),
  complaint: v.string(),
  verify: v.string(),
});
export type Certificate = v.InferOutput<typeof Certificate>;

/** The public half of the key that signs. */
export const CertificateKey = v.object({
  algorithm: v.literal("Ed25519"),
  /** SHA-256 of it, in hexadecimal: the name under which certificates call it. */
  key: v.string(),
  pem: v.string(),
});

/** With its signature: Ed25519 (RFC 8032) over the canonical form (RFC 8785) of everything but the signature itself. */
export const SignedCertificate = v.strictObject({
  ...Certificate.entries,
  signature: v.strictObject({
    algorithm: v.literal("Ed25519"),
    /** SHA-256 of the public key, in hexadecimal. */
    key: v.pipe(v.string(), v.hash(["sha256"])),
    value: v.string(),
  }),
});
export type SignedCertificate = v.InferOutput<typeof SignedCertificate>;
