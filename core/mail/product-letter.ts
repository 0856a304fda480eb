/**
 * A letter of news to everybody who consents to such, account by account: what has been queued stays queued, so that a
 * run that dies is simply run again, and no account gets a letter twice, however many runs there are.
 */
import { and, asc, count, eq, exists, gt, notExists, sql } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import { db, one, transaction } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { consentEvent } from "../consent/consent.sql.ts";
import { productLetter } from "./product-letter.sql.ts";
import { type ProductLetter, queueProductMail } from "./product-mail.ts";

/** Accounts that one statement looks for. */
const BATCH = 200;

/** How many accounts got the letter now, had it before, and do not want it any more. */
export type LetterCounts = { queued: number; hadIt: number; unwanted: number };

/** Queues a letter for every account whose consent is in force; it is asked for again when the mail leaves. */
export async function sendLetter(letter: ProductLetter): Promise<LetterCounts> {
  const had = db().select({ count: count() }).from(productLetter).where(eq(productLetter.letter, letter));
  const counts: LetterCounts = { queued: 0, hadIt: one(await had).count, unwanted: 0 };
  for (let after: Id<"account"> | undefined; ; ) {
    const batch = await findReaders(letter, after);
    for (const accountId of batch) counts[await queueOnce(accountId, letter)] += 1;
    after = batch.at(-1);
    if (batch.length < BATCH) return counts;
  }
}

/** Accounts that have once said yes and have not had the letter; whether the yes still holds is asked of each. */
async function findReaders(letter: ProductLetter, after: Id<"account"> | undefined) {
  const given = and(
    eq(consentEvent.accountId, account.id),
    eq(consentEvent.purpose, "marketing"),
    eq(consentEvent.event, "given"),
  );
  const hadIt = and(eq(productLetter.accountId, account.id), eq(productLetter.letter, letter));
  const rows = await db()
    .select({ id: account.id })
    .from(account)
    .where(
      and(
        after ? gt(account.id, after) : undefined,
        exists(db().select({ yes: sql`1` }).from(consentEvent).where(given)),
        notExists(db().select({ yes: sql`1` }).from(productLetter).where(hadIt)),
      ),
    )
    .orderBy(asc(account.id))
    .limit(BATCH);
  return rows.map((row) => row.id);
}

/** The row that remembers the letter decides between two runs. */
function queueOnce(accountId: Id<"account">, letter: ProductLetter): Promise<keyof LetterCounts> {
  return transaction(async () => {
    // Held, so that it is not erased in between.
    const there = db().select({ id: account.id }).from(account).where(eq(account.id, accountId));
    if ((await there.for("key share")).length === 0) return "unwanted";
    const remembered = db().insert(productLetter).values({ accountId, letter }).onConflictDoNothing();
    const [row] = await remembered.returning({ id: productLetter.id });
    if (!row) return "hadIt";
    if (await queueProductMail(accountId, letter)) return "queued";
    await db().delete(productLetter).where(eq(productLetter.id, row.id));
    return "unwanted";
  });
}
