/** The lock that changes of one account take before anything else. */
import type { SQL } from "drizzle-orm";
import { db } from "../base/database.ts";
import { account } from "./account.sql.ts";

/**
 * Makes changes of one account wait for each other. Each takes this lock before it touches a link: two that took links
 * first would each wait for what the other has. False when there is no such account. Expects an open transaction.
 */
export async function lockAccount(which: SQL | undefined): Promise<boolean> {
  const rows = await db().select({ id: account.id }).from(account).where(which).for("no key update");
  return rows.length > 0;
}
