/**
 * Accounts whose address was never confirmed: nobody has signed in to them, so they hold no more than a sign-up. They are
 * not people yet and go without the ceremony of an erasure, but with everything that leads to them, as the map says.
 */
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { now } from "../base/clock.ts";
import { asEraser, db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { log } from "../base/log.ts";
import { limitOf } from "../privacy/period.ts";
import { removeBelongings } from "../privacy/purge/belongings.ts";
import { type Evidence, type Recorder, recordRun } from "../privacy/purge/evidence.ts";
import { account } from "./account.sql.ts";

const BATCH = 500;

/** Removes those of the accounts that are still unconfirmed. Expects an open transaction of the eraser. Returns how many. */
export async function removeUnverified(ids: readonly Id<"account">[]): Promise<number> {
  const unverified = and(inArray(account.id, [...ids]), eq(account.state, "unverified"));
  const locked = await db().select({ id: account.id }).from(account).where(unverified).for("update");
  const found = locked.map((row) => row.id);
  if (found.length === 0) return 0;
  await removeBelongings(found);
  await db().delete(account).where(inArray(account.id, found));
  return found.length;
}

/** Removes the accounts that were not confirmed within their seven days. One that cannot go stops no other. */
export async function sweepUnverified(): Promise<Evidence> {
  const limit = limitOf("unverified", now()) ?? now();
  const recorder = recordRun({ rule: "unverified", table: "account", limit });
  const counts = { deleted: 0, failed: 0 };
  for (;;) {
    const ids = await nextOnes(limit, counts.failed);
    const removed = await removeEach(ids, recorder);
    counts.deleted += removed;
    counts.failed += ids.length - removed;
    if (ids.length < BATCH) break;
  }
  const [oldest] = await unverifiedAccounts().limit(1);
  return recorder.finish({ ...counts, ...(oldest ? { oldestLeft: oldest.createdAt } : {}) });
}

/** Oldest first. The state stands in the text, as in the index that answers this. */
const unverifiedAccounts = (until?: Date) =>
  db()
    .select({ id: account.id, createdAt: account.createdAt })
    .from(account)
    .where(and(sql`${account.state} = 'unverified'`, until && lte(account.createdAt, until)))
    .orderBy(account.createdAt);

const nextOnes = async (limit: Date, offset: number) =>
  (await unverifiedAccounts(limit).limit(BATCH).offset(offset)).map(({ id }) => id);

/** All together, or one by one when that fails. Returns how many went. */
async function removeEach(ids: readonly Id<"account">[], recorder: Recorder): Promise<number> {
  if (ids.length === 0) return 0;
  try {
    return await asEraser(async () => {
      const removed = await removeUnverified(ids);
      await recorder.removed(removed);
      return removed;
    });
  } catch (error) {
    log.warn("unverified.failed", { count: ids.length }, error);
  }
  if (ids.length === 1) return 0;
  let removed = 0;
  for (const id of ids) removed += await removeEach([id], recorder);
  return removed;
}
