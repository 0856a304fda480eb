/**
 * Buying: a line in books that the law keeps for ten years. Orders and invoices come later; until then the line is one of
 * the module that only tests have (tests/privacy/later-module.ts), which the engines know from the map alone.
 */
import { db } from "../../../core/base/database.ts";
import type { Id } from "../../../core/base/id.ts";
import { laterBook } from "../../privacy/later-module.ts";
import type { Life } from "../book.ts";
import type { Machine } from "../machine.ts";

/** A purchase, and its line in the books of this year. */
export async function buy({ world, book }: Machine, life: Life): Promise<void> {
  const yearEndsAt = new Date(`${world.now().getUTCFullYear() + 1}-01-01T00:00:00Z`);
  const accountId = life.accountId as Id<"account">;
  const values = {
    accountId,
    customer: `customer ${life.name}`,
    amountCents: 1200,
    financialYearEndsAt: yearEndsAt,
  };
  const [row] = await db().insert(laterBook).values(values).returning({ id: laterBook.id });
  if (row) book.purchases.set(row.id, yearEndsAt);
}
