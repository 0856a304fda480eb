/** What a sign-in changes of the account itself, as a part of the one statement that lets somebody in. */
import { and, eq, sql } from "drizzle-orm";
import { db } from "../base/database.ts";
import { account } from "./account.sql.ts";

/**
 * Notes the time of a sign-in, from which the three years of an idle account are counted, and keeps a stronger hash of
 * the same password. Has no row when the password has been changed while it was being checked. Placeholders: `accountId`,
 * `passwordHash` (the one that was checked), `keptHash`, `now`.
 */
export const notedSignIn = () =>
  db()
    .$with("noted")
    .as(
      db()
        .update(account)
        .set({
          lastSignInAt: sql`${sql.placeholder("now")}::timestamptz`,
          passwordHash: sql`${sql.placeholder("keptHash")}`,
        })
        .where(
          and(
            eq(account.id, sql.placeholder("accountId")),
            eq(account.passwordHash, sql.placeholder("passwordHash")),
          ),
        )
        .returning({ id: account.id }),
    );

/** Whoever was let in: one row, or none. */
export type NotedSignIn = ReturnType<typeof notedSignIn>;
