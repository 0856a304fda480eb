/**
 * A person's copy of everything (GDPR art. 15 and 20): asked for, followed, fetched and deleted by that person alone, in
 * every state of the account. One is prepared at a time. It stands ready for seven days behind a fresh password.
 */
import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import { record } from "../../audit/security-event.ts";
import { me, mySession } from "../../base/actor.ts";
import { DAY, fromNow, now, SECOND } from "../../base/clock.ts";
import { command, Nothing, procedure, query } from "../../base/command.ts";
import { db, one } from "../../base/database.ts";
import { AppError } from "../../base/error.ts";
import type { Id } from "../../base/id.ts";
import type { Locale } from "../../base/locale.ts";
import { presignDownload } from "../../base/storage.ts";
import { together } from "../../base/together.ts";
import { account } from "../../schema.ts";
import { requireProof } from "../../session/proof.ts";
import { countAttempt, type Policy, waitFor } from "../../session/throttle.ts";
import { dropContent } from "./drop.ts";
import { ExportId, ExportPartId, type ExportView } from "./export.schema.ts";
import { dataExport, exportPart } from "./export.sql.ts";
import { partFileName } from "./file-name.ts";
import { failIfLost } from "./lost.ts";
import { sendStep } from "./step.ts";

type Row = typeof dataExport.$inferSelect;
type PartRow = typeof exportPart.$inferSelect;

/** A right is no reason to fill the storage: each copy may weigh many gigabytes. */
const MAX_A_DAY = 5;
/** A deleted one has no row that could be counted; it counts all the same, or the limit would be none. */
const DELETED: Policy = {
  name: "export-deleted",
  free: MAX_A_DAY,
  firstWaitSeconds: DAY / SECOND,
  longestWaitSeconds: DAY / SECOND,
  ceiling: MAX_A_DAY,
  ignoresRefused: true,
};
/** Long enough for the browser to begin; a download that has begun goes on. */
const LINK_SECONDS = 60;
const LISTED = 20;

const OPEN = { whileRestricted: true, whileClosing: true };
const mine = (id: Id<"data_export">) => and(eq(dataExport.id, id), eq(dataExport.accountId, me()));

/**
 * Asks for a copy. Throws `export_running` while one is prepared, `rate_limited` after five in 24 hours, or
 * `erasure_started` from the instant of the erasure on.
 */
export const requestExport = command(
  Nothing,
  async (): Promise<ExportView> => {
    const locale = await localeUnlessErasing();
    const recent = and(eq(dataExport.accountId, me()), gt(dataExport.createdAt, fromNow(-DAY)));
    const earlier = await db().select().from(dataExport).where(recent).orderBy(asc(dataExport.createdAt));
    const [first] = earlier;
    if (first && earlier.length >= MAX_A_DAY)
      throw new AppError("rate_limited", {
        retryAfterSeconds: Math.ceil((first.createdAt.getTime() + DAY - now().getTime()) / 1000),
      });
    const retryAfterSeconds = await waitFor(DELETED, me());
    if (retryAfterSeconds > 0) throw new AppError("rate_limited", { retryAfterSeconds });
    const [row] = await db()
      .insert(dataExport)
      .values({ accountId: me(), locale, state: "requested" })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new AppError("export_running");
    await sendStep(row.id, 0);
    await record("export_requested", { accountId: me(), sessionId: mySession() });
    return viewOf(row, []);
  },
  OPEN,
);

/** The language of the account, whose state is held until the request is written: erasing begins before or after it. */
async function localeUnlessErasing(): Promise<Locale> {
  const rows = await db().select().from(account).where(eq(account.id, me())).for("share");
  const { state, locale } = one(rows);
  if (state === "erasing") throw new AppError("erasure_started");
  return locale;
}

/** The exports of the signed-in account, newest first. */
export const listExports = query(Nothing, async () => viewExports(await together(selectExports())));

/** What the list is made of, to be read alone or with other things. */
export function selectExports() {
  const own = eq(dataExport.accountId, me());
  const ids = db().select({ id: dataExport.id }).from(dataExport).where(own);
  return {
    exports: db()
      .select()
      .from(dataExport)
      .where(own)
      .orderBy(desc(dataExport.createdAt), desc(dataExport.id))
      .limit(LISTED),
    parts: db()
      .select()
      .from(exportPart)
      .where(inArray(exportPart.exportId, ids))
      .orderBy(asc(exportPart.number)),
  };
}
type Listed = Awaited<ReturnType<typeof together<ReturnType<typeof selectExports>>>>;

/** The list of it. */
export function viewExports({ exports, parts }: Listed): { items: ExportView[] } {
  return {
    items: exports.map((row) =>
      viewOf(
        row,
        parts.filter(({ exportId }) => exportId === row.id),
      ),
    ),
  };
}

/** One export of the signed-in account; one whose archive the storage has lost has failed. Throws `not_found`. */
export const readExport = procedure(
  ExportId,
  async ({ id }): Promise<ExportView> => {
    const row = one(await db().select().from(dataExport).where(mine(id)));
    const parts = await partsOf([id]);
    if (row.state === "ready" && !isOver(row) && (await failIfLost(parts)))
      return viewOf({ ...row, state: "failed" }, []);
    return viewOf(row, parts);
  },
  OPEN,
);

const partsOf = async (ids: Id<"data_export">[]): Promise<PartRow[]> =>
  ids.length === 0
    ? []
    : db().select().from(exportPart).where(inArray(exportPart.exportId, ids)).orderBy(asc(exportPart.number));

const isOver = (row: Row) =>
  row.state === "expired" || (row.state === "ready" && row.expiresAt !== null && row.expiresAt <= now());

function viewOf(row: Row, parts: readonly PartRow[]): ExportView {
  const { snapshotAt } = row;
  const state = isOver(row) ? "expired" : row.state;
  const files =
    state === "ready" && snapshotAt
      ? parts.map(({ number, bytes }) => ({
          number,
          fileName: partFileName(snapshotAt, number, parts.length),
          bytes,
        }))
      : [];
  return {
    id: row.id,
    state,
    createdAt: row.createdAt.toISOString(),
    snapshotAt: snapshotAt?.toISOString() ?? null,
    readyAt: row.readyAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    // The plan is the only step that does without storage.
    waitingForStorage: row.attempts > 0 && (state === "planned" || state === "building"),
    partsDone: parts.filter((part) => part.state === "done").length,
    partsTotal: parts.length,
    bytesDone: parts.reduce((sum, part) => sum + part.bytesDone, 0),
    bytesTotal: parts.reduce((sum, part) => sum + Math.max(part.bytes, part.bytesDone), 0),
    parts: files,
  };
}

/**
 * A signed link of a minute to a part. Throws `not_found`, `password_needed` without a fresh proof, `export_not_ready`
 * or `expired`.
 */
export const linkToPart = command(
  ExportPartId,
  async ({ id, number }): Promise<string> => {
    const row = one(await db().select().from(dataExport).where(mine(id)));
    await requireProof();
    if (isOver(row)) throw new AppError("expired");
    if (row.state !== "ready" || !row.snapshotAt) throw new AppError("export_not_ready");
    const parts = await partsOf([id]);
    const { objectKey } = one(parts.filter((part) => part.number === number));
    if (objectKey === null) throw new Error("a part that is ready has no object");
    await record("export_downloaded", { accountId: me(), sessionId: mySession() });
    return presignDownload("exports", objectKey, {
      contentType: "application/zip",
      fileName: partFileName(row.snapshotAt, number, parts.length),
      seconds: LINK_SECONDS,
      disposition: "attachment",
    });
  },
  OPEN,
);

/** Deletes an export and its archive at once, also while it is prepared. Throws `not_found`. */
export const deleteExport = procedure(
  ExportId,
  async ({ id }): Promise<void> => {
    const { createdAt } = one(
      await db()
        .update(dataExport)
        .set({ state: "expired", wakeAt: null })
        .where(mine(id))
        .returning({ createdAt: dataExport.createdAt }),
    );
    if (createdAt > fromNow(-DAY)) await countAttempt(DELETED, me());
    await dropContent(id);
    await db().delete(dataExport).where(mine(id));
  },
  OPEN,
);
