import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { account } from "../account/account.sql.ts";
import { at, createdAt, id, ref } from "../base/columns.ts";
import { dataMap } from "../privacy/map.ts";

/** A signed-in device. The cookie holds 256 random bits, the table their SHA-256. */
export const session = dataMap(
  pgTable(
    "session",
    {
      id: id<"session">(),
      accountId: ref<"account">()
        .notNull()
        .references(() => account.id),
      tokenHash: text().notNull().unique(),
      ip: text(),
      userAgent: text(),
      createdAt: createdAt(),
      lastSeenAt: at().notNull(),
      expiresAt: at().notNull(),
      /** When the password was last given in this session. */
      provedAt: at(),
    },
    (t) => [index("session_account").on(t.accountId), index("session_created").on(t.createdAt)],
  ),
  {
    purpose: "account",
    legalBasis: "contract",
    subject: "accountId",
    columns: {
      id: "connection",
      accountId: "technical",
      tokenHash: "authentication",
      ip: "connection",
      userAgent: "connection",
      createdAt: "connection",
      lastSeenAt: "connection",
      expiresAt: "technical",
      provedAt: "connection",
    },
    retention: { rule: "session", from: "createdAt" },
    onErase: "delete",
    exported: { except: { tokenHash: "security_secret" } },
    sharedWith: [],
  },
);

/** Counters of attempts in a window. The key is a keyed hash (of an account or an address), so the row names nobody. */
export const throttle = dataMap(
  pgTable(
    "throttle",
    {
      key: text().primaryKey(),
      count: integer().notNull(),
      windowStart: at().notNull(),
      expiresAt: at().notNull(),
      /** The wait after the last attempt that was let through. */
      blockedUntil: at(),
    },
    (t) => [index("throttle_window").on(t.windowStart)],
  ),
  {
    purpose: "security",
    legalBasis: "legitimate_interest",
    subject: "nobody",
    columns: {
      key: "connection",
      count: "technical",
      windowStart: "technical",
      expiresAt: "technical",
      blockedUntil: "technical",
    },
    retention: { rule: "throttle", from: "windowStart" },
    onErase: { keep: "throttle", because: "a keyed hash that names nobody and ends within 24 hours" },
    exported: { none: "internal_rule" },
    sharedWith: [],
  },
);
