/**
 * Generations as a person deals with them: ask, read, list, delete, take the deletion back. Asking writes the request,
 * the hold of its price and its first message in one transaction; the pipeline does the rest (pipeline.ts).
 */
import { createHash } from "node:crypto";
import { and, eq, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import * as v from "valibot";
import { refuseUnlessOpen } from "../account/processing.ts";
import { me } from "../base/actor.ts";
import { fromNow, MINUTE, now } from "../base/clock.ts";
import { command, query } from "../base/command.ts";
import { db, one, prepared } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { type Id, newId } from "../base/id.ts";
import { cutPage, PageQuery, readCursor } from "../base/page.ts";
import { holdCredits } from "../credit/ledger.ts";
import { media } from "../media/media.sql.ts";
import { UNDO_MILLISECONDS } from "../media/media.ts";
import { kindOf } from "../media/media-view.ts";
import { restoreOutputs, trashOutputs } from "../media/outputs.ts";
import { enqueue } from "../outbox/outbox.ts";
import { rememberRequest } from "../preference/preference.ts";
import { refuseUnlessTold } from "../privacy/transfer-notice.ts";
import { checkPicture, checkSettings } from "./catalogue.ts";
import {
  GenerationId,
  GenerationRequest,
  type GenerationView,
  type InputRole,
  LibraryFilter,
  type Settings,
} from "./generation.schema.ts";
import { generation, generationInput } from "./generation.sql.ts";
import {
  fetchGenerations,
  findGeneration,
  type GenerationRow,
  generationView,
  selectGenerations,
} from "./generation-view.ts";
import { canonical, readQuote, refuseWhileSuspended } from "./quote.ts";

/** After this long a generation that is not ready has failed, and its credits go back. */
export const DEADLINE_MINUTES = 30;

const RequestWithKey = v.object({ ...GenerationRequest.entries, idempotencyKey: v.optional(v.string()) });

/**
 * Asks for a generation at a quoted price. The same idempotency key gives the same generation again. Throws
 * `quote_expired`, `quote_mismatch`, `insufficient_credits`, `not_found` for a picture, `media_not_ready`, `file_lost`,
 * `idempotency_conflict`, `transfers_suspended`, `transfer_notice_unseen`.
 */
export const requestGeneration = command(RequestWithKey, async ({ settings, quote, idempotencyKey }) => {
  checkSettings(settings);
  const requestHash = createHash("sha256").update(canonical(settings)).digest("base64url");
  const earlier = idempotencyKey ? await findByKey(idempotencyKey, requestHash) : undefined;
  if (earlier) return generationView(earlier);
  refuseWhileSuspended();
  const credits = readQuote(settings, quote);
  const pictures = await checkPictures(settings);
  await refuseUnlessTold();
  const { prompt, ...rest } = settings;
  const id = newId<"generation">();
  const inserted = await db()
    .insert(generation)
    .values({
      id,
      accountId: me(),
      kind: settings.kind,
      model: settings.model,
      prompt,
      settings: rest,
      state: "queued",
      credits,
      idempotencyKey: idempotencyKey ?? null,
      requestHash,
      wakeAt: now(),
      deadlineAt: fromNow(DEADLINE_MINUTES * MINUTE),
    })
    .onConflictDoNothing()
    .returning({ id: generation.id });
  if (inserted.length === 0) return generationView(found(await findByKey(idempotencyKey ?? "", requestHash)));
  if (pictures.length > 0)
    await db()
      .insert(generationInput)
      .values(pictures.map((picture) => ({ generationId: id, ...picture })));
  await refuseUnlessOpen(me());
  await holdCredits(me(), id, credits);
  await enqueue("generate", { generationId: id, step: 0 });
  await rememberRequest(settings);
  return viewOf(id);
});

async function findByKey(key: string, requestHash: string): Promise<GenerationRow | undefined> {
  const [earlier] = await db()
    .select({ id: generation.id, requestHash: generation.requestHash })
    .from(generation)
    .where(and(eq(generation.accountId, me()), eq(generation.idempotencyKey, key)));
  if (!earlier) return undefined;
  if (earlier.requestHash !== requestHash) throw new AppError("idempotency_conflict");
  return findGeneration(me(), earlier.id);
}

/** The pictures that settings name, each with its role. */
function picturesOf(settings: Settings): { role: InputRole; mediaId: Id<"media"> }[] {
  const named: [InputRole, Id<"media"> | undefined][] =
    settings.kind === "clip"
      ? [
          ["first_frame", settings.firstFrameMediaId],
          ["last_frame", settings.lastFrameMediaId],
        ]
      : settings.kind === "image"
        ? [["face", settings.faceMediaId]]
        : [];
  return named.flatMap(([role, mediaId]) => (mediaId ? [{ role, mediaId }] : []));
}

async function checkPictures(settings: Settings) {
  const pictures = picturesOf(settings);
  if (pictures.length === 0) return pictures;
  const ids = [...new Set(pictures.map((picture) => picture.mediaId))];
  const rows = await db()
    .select({
      id: media.id,
      state: media.state,
      lostAt: media.lostAt,
      contentType: media.contentType,
      width: media.width,
      height: media.height,
    })
    .from(media)
    .where(and(inArray(media.id, ids), eq(media.accountId, me()), isNull(media.deletedAt)));
  if (rows.length < ids.length) throw new AppError("not_found");
  if (rows.some((row) => row.state !== "ready")) throw new AppError("media_not_ready");
  if (rows.some((row) => row.lostAt !== null)) throw new AppError("file_lost");
  if (rows.some((row) => kindOf(row.contentType) !== "image")) throw new AppError("media_type_unsupported");
  for (const { role, mediaId } of pictures) {
    const row = rows.find((candidate) => candidate.id === mediaId);
    checkPicture(settings.model, role, { width: row?.width ?? 0, height: row?.height ?? 0 });
  }
  return pictures;
}

/** One generation of the signed-in account. Throws `not_found`. */
export const readGeneration = query(GenerationId, ({ id }) => viewOf(id));

/** A generation of the signed-in account as it stands now. Throws `not_found`. */
export const viewOf = async (id: Id<"generation">): Promise<GenerationView> =>
  generationView(found(await findGeneration(me(), id)));

const found = (row: GenerationRow | undefined): GenerationRow => one(row ? [row] : []);

const STATES = {
  active: isNull(generation.finishedAt),
  ready: eq(generation.state, "ready"),
  failed: inArray(generation.state, ["failed", "cancelled", "fenced"]),
};

const selectPage = prepared((ofKind: boolean, state: keyof typeof STATES | undefined, later: boolean) =>
  selectGenerations(
    and(
      eq(generation.accountId, sql.placeholder("accountId")),
      isNull(generation.deletedAt),
      ofKind ? eq(generation.kind, sql.placeholder("kind")) : undefined,
      state ? STATES[state] : undefined,
      later
        ? sql`(${generation.createdAt}, ${generation.id}) < (${sql.placeholder("createdAt")}::timestamptz, ${sql.placeholder("id")}::uuid)`
        : undefined,
    ),
  ),
);

/** The library of the signed-in account, newest first. */
export const listGenerations = query(
  v.object({ ...PageQuery.entries, ...LibraryFilter.entries }),
  async ({ cursor, limit, kind, state }) => {
    const after = readCursor(cursor);
    const size = Number(limit);
    const statement = selectPage(kind !== undefined, state, after !== undefined);
    const from = { createdAt: after?.createdAt.toISOString(), id: after?.id };
    const rows = await fetchGenerations(statement, { accountId: me(), kind, ...from, limit: size + 1 });
    const page = cutPage(rows, size);
    return { items: page.rows.map(generationView), next: page.next };
  },
);

/** Deletes a finished generation and what it made; it can be undone for an hour. Throws `not_found`, `conflict`. */
export const deleteGeneration = command(GenerationId, async ({ id }) => {
  const mine = and(eq(generation.id, id), eq(generation.accountId, me()), isNull(generation.deletedAt));
  const row = one(await db().select({ finishedAt: generation.finishedAt }).from(generation).where(mine));
  if (row.finishedAt === null) throw new AppError("conflict");
  await db().update(generation).set({ deletedAt: now() }).where(mine);
  await trashOutputs(me(), id);
});

/** Takes the deletion of a generation back. Throws `not_found` when there is none, or when it is an hour old. */
export const restoreGeneration = command(GenerationId, async ({ id }) => {
  const recent = and(isNotNull(generation.deletedAt), gt(generation.deletedAt, fromNow(-UNDO_MILLISECONDS)));
  one(
    await db()
      .update(generation)
      .set({ deletedAt: null })
      .where(and(eq(generation.id, id), eq(generation.accountId, me()), recent))
      .returning({ id: generation.id }),
  );
  await restoreOutputs(me(), id);
  return viewOf(id);
});
