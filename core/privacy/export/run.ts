/**
 * The life of an export, one message a step: first the plan, then its parts one after the other, the first part last,
 * because its index tells of the others. What fails is tried again, ever later; a message that is lost is sent again by
 * the clock; two messages for the same step do the work once.
 */
import { and, asc, eq, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import { DAY, fromNow, MINUTE, now } from "../../base/clock.ts";
import { db, one, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { log } from "../../base/log.ts";
import { queueMail } from "../../mail/mail.ts";
import { account } from "../../schema.ts";
import { RETENTION } from "../retention.ts";
import { buildPart, PIECE_BYTES, Withdrawn } from "./build.ts";
import { dropContent } from "./drop.ts";
import { dataExport, type ExportState, exportChunk, exportItem, exportPart } from "./export.sql.ts";
import { freezePlan, PART_BYTES } from "./plan.ts";
import { LEASE, sendStep } from "./step.ts";

type ExportId = Id<"data_export">;
type Message = { exportId: ExportId; part: number };
/** Smaller ones make a test of many parts. A piece has 5 MiB at least. */
export type Sizes = { partBytes: number; pieceBytes: number };

const RUNNING: ExportState[] = ["requested", "planned", "building"];
/** The plan is step 0, a part its number. */
const PLAN = 0;
/** With the pauses below this gives up after more than three hours without any progress. */
const MAX_ATTEMPTS = 24;
const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 600;

const running = (id: ExportId) => and(eq(dataExport.id, id), inArray(dataExport.state, RUNNING));

/** One step. Does nothing when it is done, another worker is at it, or the export is gone. */
export async function runExport(
  message: Message,
  sizes: Sizes = { partBytes: PART_BYTES, pieceBytes: PIECE_BYTES },
): Promise<void> {
  const { exportId, part } = message;
  try {
    if (part === PLAN) await plan(exportId, sizes.partBytes);
    else await build(exportId, part, sizes.pieceBytes);
  } catch (error) {
    if (error instanceof Withdrawn) return;
    await tryAgain(message, error);
  }
}

async function plan(exportId: ExportId, partBytes: number): Promise<void> {
  if (!(await freezePlan(exportId, partBytes))) return;
  await transaction(async () => {
    const next = await nextStep(exportId);
    if (next !== undefined) await sendStep(exportId, next);
  });
}

/** The step that an export waits for: the plan, the second part and so on, the first part last. */
export async function nextStep(exportId: ExportId): Promise<number | undefined> {
  const [row] = await db().select().from(dataExport).where(running(exportId));
  if (!row) return undefined;
  if (row.state === "requested") return PLAN;
  const waiting = and(eq(exportPart.exportId, exportId), ne(exportPart.state, "done"));
  const parts = await db().select().from(exportPart).where(waiting).orderBy(asc(exportPart.number));
  return (parts.find(({ number }) => number > 1) ?? parts[0])?.number;
}

async function build(exportId: ExportId, number: number, pieceBytes: number): Promise<void> {
  const snapshotAt = await claim(exportId, number);
  if (!snapshotAt) return;
  const bytes = await buildPart({ exportId, number, snapshotAt }, pieceBytes);
  await transaction(async () => {
    const mine = and(eq(exportPart.exportId, exportId), eq(exportPart.number, number));
    const done = { state: "done", bytes, bytesDone: bytes, uploadId: null, claimedAt: null } as const;
    const changed = await db().update(exportPart).set(done).where(mine).returning();
    if (changed.length === 0) throw new Withdrawn();
    const next = await nextStep(exportId);
    if (next !== undefined) await sendStep(exportId, next);
    else await finish(exportId);
  });
}

/** Takes a part for this worker. Undefined when it is done, in other hands, or not the turn of this export. */
async function claim(exportId: ExportId, number: number): Promise<Date | undefined> {
  return transaction(async () => {
    const [row] = await db()
      .update(dataExport)
      .set({ state: "building", wakeAt: fromNow(2 * LEASE) })
      .where(and(running(exportId), ne(dataExport.state, "requested")))
      .returning();
    if (!row?.snapshotAt || (await nextStep(exportId)) !== number) return undefined;
    const free = or(isNull(exportPart.claimedAt), lt(exportPart.claimedAt, fromNow(-LEASE)));
    const mine = and(eq(exportPart.exportId, exportId), eq(exportPart.number, number), free);
    const claimed = await db()
      .update(exportPart)
      .set({ state: "building", claimedAt: now() })
      .where(mine)
      .returning();
    return claimed.length > 0 ? row.snapshotAt : undefined;
  });
}

/** All parts are there: the plan has served, and the person is told. */
async function finish(exportId: ExportId): Promise<void> {
  const row = one(
    await db()
      .update(dataExport)
      .set({
        state: "ready",
        readyAt: now(),
        expiresAt: fromNow(RETENTION.exports.days * DAY),
        wakeAt: null,
      })
      .where(running(exportId))
      .returning(),
  );
  await db().delete(exportChunk).where(eq(exportChunk.exportId, exportId));
  await db().delete(exportItem).where(eq(exportItem.exportId, exportId));
  const { email: address, locale } = one(
    await db().select().from(account).where(eq(account.id, row.accountId)),
  );
  await queueMail({ accountId: row.accountId, template: "export_ready", address, locale });
}

/** A step has failed: it comes again after a pause, and after too many without progress the export has failed. */
async function tryAgain({ exportId, part }: Message, error: unknown): Promise<void> {
  const failed = await transaction(async () => {
    const [row] = await db()
      .update(dataExport)
      .set({ attempts: sql`${dataExport.attempts} + 1` })
      .where(running(exportId))
      .returning();
    if (!row) return false;
    log.warn("export.step_failed", { attempt: row.attempts }, error);
    const mine = and(eq(exportPart.exportId, exportId), eq(exportPart.number, part));
    await db().update(exportPart).set({ claimedAt: null }).where(mine);
    if (row.attempts < MAX_ATTEMPTS) {
      const pause = FIRST_PAUSE_SECONDS * 2 ** Math.min(row.attempts - 1, 10);
      await sendStep(exportId, part, Math.min(pause, LONGEST_PAUSE_SECONDS));
      return false;
    }
    await db().update(dataExport).set({ state: "failed", wakeAt: null }).where(eq(dataExport.id, exportId));
    return true;
  });
  if (failed) await dropContent(exportId);
}

/** Sends the step of exports whose message or worker was lost. Returns how many. */
export const wakeExports = (): Promise<number> =>
  transaction(async () => {
    const overdue = and(inArray(dataExport.state, RUNNING), lt(dataExport.wakeAt, fromNow(-MINUTE)));
    const rows = await db()
      .select({ id: dataExport.id })
      .from(dataExport)
      .where(overdue)
      .orderBy(asc(dataExport.wakeAt))
      .limit(100)
      .for("update", { skipLocked: true });
    for (const { id } of rows) {
      const next = await nextStep(id);
      if (next !== undefined) await sendStep(id, next);
    }
    return rows.length;
  });
