/**
 * The queues: ONE table, read by the infrastructure and by the host's consumers. Each names a file of this folder, whose
 * handler is the same function in both deployments.
 */
import type { QueueName } from "../../core/base/queue.ts";
import type { Given } from "../given.ts";

/** A message that failed this often goes to the dead letters, where the redrive command finds it. */
export const MAX_RECEIVES = 5;
/** How long dead letters are kept: the most that SQS allows. */
export const DEAD_LETTER_SECONDS = 14 * 86_400;

type Work = Given & {
  /** Messages that are taken at a time; they are worked on one after the other, so a slow kind takes few. */
  batch: number;
  /** Receivers beside each other on a host: generations wait on the provider most of their time. */
  receivers: number;
};

/** Pictures are made anew, and what is made is marked as made by AI, in a worker. */
const MARKING = {
  parts: ["sharp", "@contentauth/c2pa-wasm", "cbor-x"],
  files: [{ from: "core/media/c2pa-worker.ts", to: "c2pa-worker.ts" }],
};

export const WORK: Record<QueueName, Work> = {
  /** A create call may take two minutes; a clip is then stored and marked. */
  generate: {
    minutes: 4,
    megabytes: 1769,
    functions: 20,
    batch: 1,
    receivers: 4,
    storage: "make",
    secrets: ["MinimaxApiKey", "SignerCertificates", "SignerPrivateKey"],
    may: ["send"],
    ...MARKING,
  },
  media: {
    minutes: 2,
    megabytes: 1769,
    functions: 6,
    batch: 1,
    receivers: 1,
    storage: "make",
    ...MARKING,
  },
  mail: {
    minutes: 1,
    megabytes: 512,
    functions: 4,
    batch: 5,
    receivers: 1,
    storage: "follow",
    secrets: ["SmtpUrl"],
    may: ["send"],
  },
  "remote-delete": {
    minutes: 1,
    megabytes: 512,
    functions: 2,
    batch: 5,
    receivers: 1,
    storage: "follow",
    secrets: ["MinimaxApiKey"],
    may: ["send"],
    parts: ["sharp"],
  },
  /** A part of a gigabyte is read, put together and stored. */
  export: {
    minutes: 10,
    megabytes: 1769,
    functions: 4,
    batch: 1,
    receivers: 1,
    storage: "export",
    may: ["send"],
  },
  /** Mails the certificate itself: afterwards the address is gone. */
  erase: {
    minutes: 10,
    megabytes: 1024,
    functions: 2,
    batch: 1,
    receivers: 2,
    storage: "erase",
    secrets: ["SmtpUrl"],
    may: ["send", "count", "search"],
  },
};
