import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, ref } from "../base/columns.ts";
import { newId } from "../base/id.ts";
import { dataMap } from "../privacy/map.ts";

export const SECURITY_EVENTS = [
  "signed_up",
  "email_verified",
  "signed_in",
  "sign_in_failed",
  "sign_in_throttled",
  "signed_out",
  "session_revoked",
  "sessions_revoked",
  "password_changed",
  "password_reset_requested",
  "password_reset",
  "email_change_requested",
  "email_changed",
  "email_change_undone",
  "processing_restricted",
  "lift_announced",
  "restriction_lifted",
  "closing_asked",
  "grace_waived",
  "closing_cancelled",
  "export_requested",
  "export_downloaded",
  "staff_granted",
  "staff_revoked",
] as const;
export type SecurityEventKind = (typeof SECURITY_EVENTS)[number];

/**
 * Connection and security log, partitioned by day (the migration makes the table `partition by range (at)`): a year
 * later a whole day is dropped. No foreign key: the log outlives the account, for the rest of its year.
 */
export const securityEvent = dataMap(
  pgTable(
    "security_event",
    {
      id: ref<"security_event">()
        .notNull()
        .$defaultFn(newId<"security_event">),
      at: at().notNull(),
      accountId: ref<"account">(),
      sessionId: ref<"session">(),
      kind: text().$type<SecurityEventKind>().notNull(),
      ip: text(),
      userAgent: text(),
    },
    (t) => [primaryKey({ columns: [t.at, t.id] }), index("security_event_account").on(t.accountId, t.at)],
  ),
  {
    purpose: "security",
    legalBasis: "legitimate_interest",
    subject: "accountId",
    columns: {
      id: "technical",
      at: "connection",
      accountId: "technical",
      sessionId: "connection",
      kind: "connection",
      ip: "connection",
      userAgent: "connection",
    },
    retention: { rule: "logs", from: "at", days: true },
    onErase: {
      keep: "logs",
      because: "security log of one year (policy 06 iv); afterwards the id leads to nobody",
      pseudonymise: ["accountId", "sessionId"],
    },
    exported: "all",
    sharedWith: [],
  },
);
