/**
 * Places that are no tables and may hold something of a person: declared in the same words as tables, so that the
 * policy, the export sheet and the erasure know them.
 */
import type { ProcessorId } from "../base/processor.ts";
import type { QueueName } from "../base/queue.ts";
import type { Bucket } from "../base/storage.ts";
import type { Category, LegalBasis, Purpose } from "./map.ts";
import type { RetentionRule } from "./retention.ts";

export type Place = {
  kind: "bucket" | "queue" | "log" | "processor" | "mail" | "backup";
  name: string;
  holds: readonly Category[];
  purpose: Purpose;
  legalBasis: LegalBasis;
  retention: RetentionRule;
  /** How it is emptied for one person. */
  onErase: "with_rows" | "deleted_remotely" | "holds_ids_only" | "expires";
};

const BUCKETS: Record<Bucket, Place> = {
  media: {
    kind: "bucket",
    name: "media",
    holds: ["content"],
    purpose: "generation",
    legalBasis: "contract",
    retention: "content",
    onErase: "with_rows",
  },
  exports: {
    kind: "bucket",
    name: "exports",
    holds: ["identity", "connection", "content", "credits", "preference"],
    purpose: "legal",
    legalBasis: "legal_obligation",
    retention: "exports",
    onErase: "with_rows",
  },
  journal: {
    kind: "bucket",
    name: "journal",
    holds: ["technical"],
    purpose: "legal",
    legalBasis: "legal_obligation",
    retention: "journal",
    onErase: "expires",
  },
};

const queue = (name: QueueName, purpose: Purpose): Place => ({
  kind: "queue",
  name,
  holds: ["technical"],
  purpose,
  legalBasis: "contract",
  retention: "work",
  onErase: "holds_ids_only",
});
const QUEUES: Record<QueueName, Place> = {
  generate: queue("generate", "generation"),
  media: queue("media", "generation"),
  mail: queue("mail", "account"),
  "remote-delete": queue("remote-delete", "generation"),
  export: queue("export", "legal"),
  erase: queue("erase", "legal"),
};

/** Whom something is sent to for work of theirs; those who run our database, storage and queues hold the places above. */
const PROCESSORS: Record<Extract<ProcessorId, "minimax">, Place> = {
  minimax: {
    kind: "processor",
    name: "minimax",
    holds: ["content"],
    purpose: "generation",
    legalBasis: "contract",
    retention: "work",
    onErase: "deleted_remotely",
  },
};

/** Every place outside the tables. Complete by type for buckets, queues and processors. */
export const PLACES: readonly Place[] = [
  ...Object.values(BUCKETS),
  ...Object.values(QUEUES),
  ...Object.values(PROCESSORS),
  {
    // Of the database alone: files are not backed up, so that what is deleted among them is.
    kind: "backup",
    name: "backups of the database",
    holds: ["identity", "authentication", "connection", "content", "credits", "preference", "technical"],
    purpose: "security",
    legalBasis: "legitimate_interest",
    retention: "backups",
    onErase: "expires",
  },
  {
    kind: "log",
    name: "process log",
    holds: ["technical"],
    purpose: "security",
    legalBasis: "legitimate_interest",
    retention: "logs",
    onErase: "expires",
  },
  {
    kind: "mail",
    name: "mail in transit",
    holds: ["identity"],
    purpose: "account",
    legalBasis: "contract",
    retention: "work",
    onErase: "with_rows",
  },
];
