/** Changes of address that are over: confirmed or not, nothing can be done with them any more. */
import { and, inArray, lt, notExists, sql } from "drizzle-orm";
import { DAY, fromNow } from "../base/clock.ts";
import { db } from "../base/database.ts";
import { RETENTION } from "../privacy/retention.ts";
import { accountToken, emailChange } from "./account.sql.ts";

/** Removes a batch of changes older than a working row lives, once their links are gone. Returns how many. */
export async function sweepEmailChanges(limit: number): Promise<number> {
  const link = db()
    .select({ one: sql`1` })
    .from(accountToken)
    .where(sql`${accountToken.emailChangeId} = ${emailChange.id}`);
  const over = db()
    .select({ id: emailChange.id })
    .from(emailChange)
    .where(and(lt(emailChange.createdAt, fromNow(-RETENTION.work.days * DAY)), notExists(link)))
    .limit(limit);
  return (await db().delete(emailChange).where(inArray(emailChange.id, over)).returning()).length;
}
