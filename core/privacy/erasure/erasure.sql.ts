import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea, createdAt, id } from "../../base/columns.ts";
import { dataMap } from "../map.ts";
import type { SignedCertificate } from "./certificate.schema.ts";
import type { Counts } from "./counts.ts";
import type { Reason } from "./reason.ts";
import type { Step } from "./step.ts";

/**
 * An erasure. While it is under way it knows of whom, sealed under the service's key; in the end only the pseudonymous
 * record stays. No foreign key: it outlives the account.
 */
export const erasure = dataMap(
  pgTable(
    "erasure",
    {
      id: id<"erasure">(),
      pseudonym: uuid().notNull().unique(),
      reason: text().$type<Reason>().notNull(),
      /** The step that comes next. */
      step: text().$type<Step>().notNull(),
      /** Who is erased, and the address and language for the certificate; gone when that has left. */
      person: bytea(),
      /** What to look for afterwards; gone when nothing was found. */
      traces: bytea(),
      /** What went and what stays, added to in the transactions that do it. */
      counts: jsonb().$type<Counts>().notNull(),
      certificate: jsonb().$type<SignedCertificate>(),
      /** Until then rows of something that was on its way may still come in. */
      quietAt: at(),
      /** Until then objects may still arrive by links that were given out; empty when there was none. */
      objectsUntil: at(),
      /** Tries of this step that have failed or had to wait. */
      attempts: integer().notNull().default(0),
      /** Taken by a worker, who renews it; free again a minute after a worker died. */
      claimedAt: at(),
      /** When the next message should have arrived; the clock sends it again when it did not. */
      wakeAt: at(),
      createdAt: createdAt(),
      /** When the rows were erased: the periods of what stays count from here. */
      erasedAt: at(),
      finishedAt: at(),
    },
    (t) => [index("erasure_wake").on(t.wakeAt), index("erasure_finished").on(t.finishedAt)],
  ),
  {
    purpose: "legal",
    legalBasis: "legal_obligation",
    subject: "nobody",
    columns: {
      id: "technical",
      pseudonym: "technical",
      reason: "technical",
      step: "technical",
      person: "identity",
      traces: "content",
      counts: "technical",
      certificate: "technical",
      quietAt: "technical",
      objectsUntil: "technical",
      attempts: "technical",
      claimedAt: "technical",
      wakeAt: "technical",
      createdAt: "technical",
      erasedAt: "technical",
      finishedAt: "technical",
    },
    ownWords: ["counts", "certificate"],
    retention: { rule: "erasureProof", from: "finishedAt" },
    onErase: {
      keep: "erasureProof",
      because: "proof of the erasure under a keyed pseudonym (art. 5(2)); what it knew of the person is gone",
    },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
