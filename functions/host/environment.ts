/**
 * The environment of a local stack: what the services of this machine dictate, what the caller's environment may
 * choose, and for the rest values that make the studio pleasant to try.
 */
import type { Signer } from "../../core/media/c2pa.ts";
import type { Secrets } from "./folder.ts";

type Variables = Record<string, string | undefined>;

/** Where the inner services of a local stack answer. */
export type InnerServices = {
  publicUrl: string;
  databaseUrl: string;
  storageUrl: string;
  buckets: { media: string; exports: string; journal: string };
  queueUrl: string;
  queues: {
    generate: string;
    media: string;
    mail: string;
    "remote-delete": string;
    export: string;
    erase: string;
  };
  /** The local mailbox; absent when mail goes elsewhere. */
  smtpUrl?: string;
  /** The stand-in for the model provider; absent when the real one is used. */
  providerUrl?: string;
  signer: Signer;
};

const REGION = "fr-par";

/** What may be chosen by whoever starts the stack, unless it is set. */
const DEFAULTS = {
  LOG_LEVEL: "warn",
  WELCOME_CREDITS: "100",
  /** Short, so that the studio feels live. */
  GENERATION_POLL_SECONDS: "2",
};

/** The variables to start the service with. Those of `given` that name an inner service of the stack are replaced. */
export function localEnvironment(given: Variables, secrets: Secrets, inner: InnerServices): Variables {
  const { accessKeyId, secretAccessKey, secretKey, providerKey } = secrets;
  return {
    SIGNER_CERTIFICATES: inner.signer.certificates,
    SIGNER_PRIVATE_KEY: inner.signer.privateKey,
    ...DEFAULTS,
    ...given,
    STAGE: "local",
    DEPLOYMENT: "host",
    PUBLIC_URL: inner.publicUrl,
    SECRET_KEY: secretKey,
    DATABASE_URL: inner.databaseUrl,
    STORAGE_ENDPOINT: inner.storageUrl,
    STORAGE_REGION: REGION,
    STORAGE_ACCESS_KEY_ID: accessKeyId,
    STORAGE_SECRET_ACCESS_KEY: secretAccessKey,
    STORAGE_BUCKET_MEDIA: inner.buckets.media,
    STORAGE_BUCKET_EXPORTS: inner.buckets.exports,
    STORAGE_BUCKET_JOURNAL: inner.buckets.journal,
    QUEUE_ENDPOINT: inner.queueUrl,
    QUEUE_REGION: REGION,
    QUEUE_ACCESS_KEY_ID: accessKeyId,
    QUEUE_SECRET_ACCESS_KEY: secretAccessKey,
    QUEUE_URL_GENERATE: inner.queues.generate,
    QUEUE_URL_MEDIA: inner.queues.media,
    QUEUE_URL_MAIL: inner.queues.mail,
    QUEUE_URL_REMOTE_DELETE: inner.queues["remote-delete"],
    QUEUE_URL_EXPORT: inner.queues.export,
    QUEUE_URL_ERASE: inner.queues.erase,
    ...(inner.smtpUrl ? { SMTP_URL: inner.smtpUrl } : {}),
    ...(inner.providerUrl
      ? {
          MINIMAX_BASE_URL: inner.providerUrl,
          MINIMAX_API_KEY: providerKey,
          MINIMAX_DOWNLOAD_HOSTS: new URL(inner.providerUrl).hostname,
        }
      : {}),
  };
}

/** What the local S3 and SQS are told of their callers. */
export const cloudKeys = ({ accessKeyId, secretAccessKey }: Secrets) => ({
  accessKeyId,
  secretAccessKey,
  region: REGION,
});
