import { Hono } from "hono";
import { CertificateKey } from "../../core/privacy/erasure/certificate.schema.ts";
import { publicKey } from "../../core/privacy/erasure/signing-key.ts";
import { doc } from "./route.ts";

export const erasureCertificates = new Hono().get(
  "/key",
  doc({
    id: "erasureCertificates.key",
    summary: "The public key with which certificates of erasure are verified",
    access: "public",
    answers: CertificateKey,
  }),
  (c) => c.json(publicKey()),
);
