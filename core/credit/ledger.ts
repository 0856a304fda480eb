/**
 * The ledger of credits: every movement goes from one book to another within one lot. A generation holds its quoted
 * price, then captures what was delivered and releases the rest. All functions expect an open transaction and lock the
 * account first, so that two of them for one person run one after the other.
 */
import { and, eq, sql } from "drizzle-orm";
import { account } from "../account/account.sql.ts";
import { db, one } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import type { Id } from "../base/id.ts";
import { type Book, type CreditEvent, creditEntry, creditLot } from "./credit.sql.ts";

type AccountId = Id<"account">;
type LotShare = { lotId: Id<"credit_lot">; credits: number };

const movesInto = (book: Book) =>
  sql<number>`coalesce(sum(case when ${creditEntry.toBook} = ${book} then ${creditEntry.credits}
    when ${creditEntry.fromBook} = ${book} then -${creditEntry.credits} else 0 end), 0)::int`;

/** What each book of an account holds, as sums over its entries. */
export async function readBooks(
  accountId: AccountId,
): Promise<Record<"available" | "held" | "spent", number>> {
  const rows = await db()
    .select({ available: movesInto("available"), held: movesInto("held"), spent: movesInto("spent") })
    .from(creditEntry)
    .where(eq(creditEntry.accountId, accountId));
  return one(rows);
}

/**
 * Serialises the movements of one account until the end of the transaction. Not a full `for update`: rows that were just
 * inserted hold a key-share lock on their account, and two such transactions would wait for each other for ever.
 */
async function lockAccount(accountId: AccountId): Promise<void> {
  const rows = db().select({ id: account.id }).from(account).where(eq(account.id, accountId));
  one(await rows.for("no key update"));
}

/** What one book holds, lot by lot, oldest first; for one generation when it is named. */
async function shares(
  accountId: AccountId,
  book: Book,
  generationId?: Id<"generation">,
): Promise<LotShare[]> {
  const credits = movesInto(book);
  return db()
    .select({ lotId: creditEntry.lotId, credits })
    .from(creditEntry)
    .where(
      and(
        eq(creditEntry.accountId, accountId),
        generationId ? eq(creditEntry.generationId, generationId) : undefined,
      ),
    )
    .groupBy(creditEntry.lotId)
    .having(sql`${credits} > 0`)
    .orderBy(creditEntry.lotId);
}

type Movement = { event: CreditEvent; from: Book; to: Book; generationId: Id<"generation"> | null };

/** Moves up to `credits` out of the shares, oldest lot first. Returns how many were moved. */
async function move(
  accountId: AccountId,
  available: readonly LotShare[],
  credits: number,
  movement: Movement,
): Promise<number> {
  let left = credits;
  const entries = [];
  for (const share of available) {
    const part = Math.min(left, share.credits);
    if (part <= 0) break;
    left -= part;
    entries.push({
      accountId,
      lotId: share.lotId,
      generationId: movement.generationId,
      event: movement.event,
      fromBook: movement.from,
      toBook: movement.to,
      credits: part,
    });
  }
  if (entries.length > 0) await db().insert(creditEntry).values(entries);
  return credits - left;
}

/** Brings credits in as a new lot. */
export async function issueCredits(accountId: AccountId, source: "welcome", credits: number): Promise<void> {
  await lockAccount(accountId);
  const lot = one(
    await db().insert(creditLot).values({ accountId, source, credits }).returning({ id: creditLot.id }),
  );
  const movement: Movement = { event: "issue", from: "issued", to: "available", generationId: null };
  await move(accountId, [{ lotId: lot.id, credits }], credits, movement);
}

/** Sets the price of a generation aside. Throws `insufficient_credits` with what is needed and available. */
export async function holdCredits(
  accountId: AccountId,
  generationId: Id<"generation">,
  credits: number,
): Promise<void> {
  await lockAccount(accountId);
  const lots = await shares(accountId, "available");
  const available = lots.reduce((sum, lot) => sum + lot.credits, 0);
  if (available < credits) throw new AppError("insufficient_credits", { needed: credits, available });
  await move(accountId, lots, credits, { event: "hold", from: "available", to: "held", generationId });
}

/**
 * Ends a hold: `credits` of it are spent, the rest goes back. Nothing is held a second time around, so calling it again
 * changes nothing. Returns what was spent by this call.
 */
export async function settleCredits(
  accountId: AccountId,
  generationId: Id<"generation">,
  credits: number,
): Promise<number> {
  await lockAccount(accountId);
  const held = await shares(accountId, "held", generationId);
  const spent = await move(accountId, held, credits, {
    event: "capture",
    from: "held",
    to: "spent",
    generationId,
  });
  const rest = await shares(accountId, "held", generationId);
  const remaining = rest.reduce((sum, lot) => sum + lot.credits, 0);
  await move(accountId, rest, remaining, { event: "release", from: "held", to: "available", generationId });
  return spent;
}
