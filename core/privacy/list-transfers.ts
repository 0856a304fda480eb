/** The transfer ledger as its person sees it: each call, what it left behind there, and when that was deleted. */
import { and, count, desc, eq, inArray, isNull, max, min, sql } from "drizzle-orm";
import { me, requestFacts } from "../base/actor.ts";
import { query } from "../base/command.ts";
import { db } from "../base/database.ts";
import type { Id } from "../base/id.ts";
import type { Locale } from "../base/locale.ts";
import { cutPage, PageQuery, readCursor } from "../base/page.ts";
import { processorView, safeguardsIn } from "./safeguards.ts";
import type { TransferPage, TransferTotal, TransferView } from "./transfer.schema.ts";
import { remoteItem, transfer } from "./transfer.sql.ts";
import { FIELDS, GROUNDS, OPERATIONS, REMOTE_KINDS } from "./transfer-words.ts";

type Row = typeof transfer.$inferSelect;
type Item = typeof remoteItem.$inferSelect;

/** A page of the calls that took something of the signed-in person outside, newest first, and the totals of all. */
export const listTransfers = query(PageQuery, async ({ cursor, limit }): Promise<TransferPage> => {
  const { locale } = requestFacts();
  const after = readCursor(cursor);
  const size = Number(limit);
  const own = eq(transfer.accountId, me());
  const [rows, totals] = await Promise.all([
    db()
      .select()
      .from(transfer)
      .where(
        after
          ? and(
              own,
              sql`(${transfer.createdAt}, ${transfer.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
            )
          : own,
      )
      .orderBy(desc(transfer.createdAt), desc(transfer.id))
      .limit(size + 1),
    readTotals(locale),
  ]);
  const page = cutPage(rows, size);
  const items = await remoteItemsOf(page.rows);
  return {
    items: page.rows.map((row) => viewOf(row, items, locale)),
    next: page.next,
    totals,
    safeguards: safeguardsIn(locale),
  };
});

async function remoteItemsOf(rows: readonly Row[]): Promise<Item[]> {
  const ids = rows.flatMap(({ generationId }) => generationId ?? ([] as Id<"generation">[]));
  if (ids.length === 0) return [];
  return db()
    .select()
    .from(remoteItem)
    .where(and(eq(remoteItem.accountId, me()), inArray(remoteItem.generationId, ids)))
    .orderBy(remoteItem.createdAt);
}

function viewOf(row: Row, items: readonly Item[], locale: Locale): TransferView {
  const left = items.filter(({ generationId }) => generationId !== null && generationId === row.generationId);
  return {
    id: row.id,
    processor: processorView(row.processor, locale),
    operation: OPERATIONS[row.operation]?.[locale] ?? row.operation,
    fields: row.fields.map((key) => ({ key, name: FIELDS[key]?.[locale] ?? key })),
    bytes: row.bytes,
    sha256: row.sha256,
    ground: { code: row.ground, text: GROUNDS[row.ground][locale] },
    generationId: row.generationId,
    createdAt: row.createdAt.toISOString(),
    remoteItems: left.map(({ kind, createdAt, deletedAt, deletionDueAt }) => ({
      kind,
      name: REMOTE_KINDS[kind][locale],
      createdAt: createdAt.toISOString(),
      deletedAt: deletedAt?.toISOString() ?? null,
      deletionPending: deletionDueAt !== null && deletedAt === null,
    })),
  };
}

async function readTotals(locale: Locale): Promise<TransferTotal[]> {
  const [sums, left] = await Promise.all([
    db()
      .select({
        id: transfer.processor,
        calls: count(),
        bytes: sql<number>`sum(${transfer.bytes})::float8`,
        firstAt: min(transfer.createdAt),
        lastAt: max(transfer.createdAt),
      })
      .from(transfer)
      .where(eq(transfer.accountId, me()))
      .groupBy(transfer.processor),
    db()
      .select({ id: remoteItem.processor, items: count() })
      .from(remoteItem)
      .where(and(eq(remoteItem.accountId, me()), isNull(remoteItem.deletedAt)))
      .groupBy(remoteItem.processor),
  ]);
  return sums.map(({ id, calls, bytes, firstAt, lastAt }) => ({
    processor: processorView(id, locale),
    calls,
    bytes,
    firstAt: firstAt?.toISOString() ?? "",
    lastAt: lastAt?.toISOString() ?? "",
    remoteItemsLeft: left.find((entry) => entry.id === id)?.items ?? 0,
  }));
}
