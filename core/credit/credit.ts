/** Credits as a person sees them: the balance, its history, and the welcome. The rules of movement are in ledger.ts. */
import { and, desc, eq, sql } from "drizzle-orm";
import { me } from "../base/actor.ts";
import { Nothing, query } from "../base/command.ts";
import { config } from "../base/config.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import { cutPage, PageQuery, readCursor } from "../base/page.ts";
import { generation } from "../generation/generation.sql.ts";
import type { CreditBalance, CreditEntryView } from "./credit.schema.ts";
import { creditEntry, creditLot } from "./credit.sql.ts";
import { issueCredits, readBooks } from "./ledger.ts";

/** List price of one credit, in euro cents: what an unspent credit is said to be worth. */
export const CREDIT_VALUE_CENTS = 2;

/** The balance of the signed-in account. */
export const readBalance = query(Nothing, async (): Promise<CreditBalance> => {
  const books = await readBooks(me());
  return { ...books, valueCents: books.available * CREDIT_VALUE_CENTS };
});

/** The movements of the signed-in account, newest first. */
export const listEntries = query(PageQuery, async ({ cursor, limit }) => {
  const after = readCursor(cursor);
  const size = Number(limit);
  const rows = await db()
    .select({
      id: creditEntry.id,
      event: creditEntry.event,
      credits: creditEntry.credits,
      source: creditLot.source,
      generationId: creditEntry.generationId,
      model: generation.model,
      createdAt: creditEntry.createdAt,
    })
    .from(creditEntry)
    .innerJoin(creditLot, eq(creditLot.id, creditEntry.lotId))
    .leftJoin(generation, eq(generation.id, creditEntry.generationId))
    .where(
      and(
        eq(creditEntry.accountId, me()),
        after
          ? sql`(${creditEntry.createdAt}, ${creditEntry.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(creditEntry.createdAt), desc(creditEntry.id))
    .limit(size + 1);
  const page = cutPage(rows, size);
  return { items: page.rows.map(viewOf), next: page.next };
});

const SIGN = { issue: 1, hold: -1, capture: 0, release: 1 } as const;
const viewOf = (
  row: Omit<CreditEntryView, "change" | "createdAt"> & { createdAt: Date },
): CreditEntryView => ({
  ...row,
  change: row.credits * SIGN[row.event],
  createdAt: row.createdAt.toISOString(),
});

/** Gives a new account its welcome credits, once. Expects an open transaction. */
export async function issueWelcomeCredits(accountId: Id<"account">): Promise<void> {
  if (config.WELCOME_CREDITS === 0) return;
  const earlier = await db()
    .select({ id: creditLot.id })
    .from(creditLot)
    .where(and(eq(creditLot.accountId, accountId), eq(creditLot.source, "welcome")));
  if (earlier.length === 0) await issueCredits(accountId, "welcome", config.WELCOME_CREDITS);
}
