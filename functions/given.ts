/** What a function is given in the cloud. tests/infra compares it with what its code needs, and neither may be more. */
import { LEGAL_LINKS } from "../core/base/legal-entity.ts";
import type { StorageKey } from "./buckets.ts";
import { WORK } from "./queue/queues.ts";

export type Given = {
  /** Where it is not the file of its name in its folder. */
  handler?: string;
  /** The longest that it may take. A message is hidden from others for six times as long. */
  minutes: number;
  /** Its share of a processor grows with its memory: 1,769 are one. */
  megabytes: number;
  /** How many there are beside each other at most: a bound on what the provider and the database are asked for. */
  functions: number;
  storage: StorageKey;
  /** Beside the database and the service's key, which all have. */
  secrets?: readonly (
    | "MinimaxApiKey"
    | "SmtpUrl"
    | "MailboxKey"
    | "SignerCertificates"
    | "SignerPrivateKey"
  )[];
  /** Send messages; count those of every queue; search every queue for those about one who is erased. */
  may?: readonly ("send" | "count" | "search")[];
  /** Native and WebAssembly parts, which lie beside the bundle instead of inside. */
  parts?: readonly string[];
  /** Files of ours that it reads or starts. */
  files?: readonly { from: string; to: string }[];
};

/** What every function is told that has the configuration, whatever its stage (core/base/config.ts). */
export const TOLD = {
  DEPLOYMENT: "aws",
  /** An instance answers one request at a time. */
  DATABASE_CONNECTIONS: "1",
  STORAGE_ENDPOINT: "https://s3.fr-par.scw.cloud",
  STORAGE_REGION: "fr-par",
  QUEUE_REGION: "eu-west-3",
  /** An export stays small (core/privacy/export). */
  NODE_OPTIONS: "--max-semi-space-size=8",
  /** The authority behind the database's certificate. */
  NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
} as const;

/** The function of the API: as many beside each other as the database can take. */
export const API = {
  minutes: 1,
  megabytes: 1769,
  functions: 80,
  storage: "serve",
  may: ["send", "count"],
  files: [{ from: "core/privacy/policy/versions", to: "versions" }],
} as const satisfies Given;

/** What it answers; everything else is a page (functions/pages). */
export const API_PATHS = [
  "/api/{proxy+}",
  "/health",
  "/ready",
  "/unsubscribe",
  "/policy/{proxy+}",
  "/legal.css",
  ...LEGAL_LINKS.map(({ href }) => href),
];

/** What an operator calls by hand (functions/by-hand), and nothing else starts. */
export const BY_HAND = {
  /** Once a backup was put back, and again until it has nothing left to do. */
  replay: { ...WORK.erase, minutes: 15, functions: 1 },
  staff: { minutes: 1, megabytes: 512, functions: 1, storage: "follow" },
  /** Again, if it was not done in its time. */
  "send-letter": { minutes: 15, megabytes: 512, functions: 1, storage: "follow", may: ["send"] },
} as const satisfies Record<string, Given>;
