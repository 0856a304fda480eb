/** What is written when all files are in, because it tells of them: the index, and the manifest with every digest. */
import { and, asc, eq, gt, isNotNull, like, max, type SQL } from "drizzle-orm";
import { db, one, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { LEGAL_ENTITY, SERVICE } from "../../base/legal-entity.ts";
import type { Locale } from "../../base/locale.ts";
import { EXCLUSIONS as GROUND_WORDS } from "../category-words.ts";
import { SHEET_PATH, type Sheet } from "./article-15.ts";
import { readText, writeDocument } from "./document.ts";
import { dataExport, exportItem, exportPart } from "./export.sql.ts";
import { partFileName } from "./file-name.ts";
import { indexPage } from "./index-page.ts";
import { EXCLUSIONS } from "./tables.ts";

type ExportId = Id<"data_export">;
export type Summary = { exportId: ExportId; locale: Locale; snapshotAt: Date };

/** Writes the index and the manifest, unless they are there. Returns whether it has. */
export const writeClosing = (exportId: ExportId, snapshotAt: Date): Promise<boolean> =>
  transaction(async () => {
    const [row] = await db().select().from(dataExport).where(eq(dataExport.id, exportId)).for("update");
    // One that is being deleted gets no rows any more: they would stand in the way of its own.
    if (row?.state !== "building") return false;
    const closing = and(eq(exportItem.exportId, exportId), eq(exportItem.closing, true));
    if ((await db().$count(exportItem, closing)) > 0) return false;
    const summary: Summary = { exportId, locale: row.locale, snapshotAt };
    const sheet = await frozenSheet(exportId);
    await append(exportId, "index.html", "text/html", indexPage(summary, sheet, entries));
    await append(exportId, "manifest.json", "application/json", manifest(summary));
    return true;
  });

/** The art. 15 sheet as the plan has frozen it: what was sent to others since is not mixed in. */
async function frozenSheet(exportId: ExportId): Promise<Sheet> {
  const mine = and(eq(exportItem.exportId, exportId), eq(exportItem.path, SHEET_PATH));
  const { position } = one(await db().select({ position: exportItem.position }).from(exportItem).where(mine));
  return JSON.parse(await readText(exportId, position)) as Sheet;
}

async function append(exportId: ExportId, path: string, contentType: string, text: AsyncIterable<string>) {
  const mine = eq(exportItem.exportId, exportId);
  const { last } = one(
    await db()
      .select({ last: max(exportItem.position) })
      .from(exportItem)
      .where(mine),
  );
  const position = (last ?? -1) + 1;
  const written = await writeDocument(exportId, position, text);
  await db()
    .insert(exportItem)
    .values({ exportId, position, part: 1, path, kind: "document", closing: true, contentType, ...written });
}

export type Entry = typeof exportItem.$inferSelect;

/** Entries of an export in order, a batch at a time: those below a folder, or those that are missing. */
export async function* entries(
  exportId: ExportId,
  which: { below: string } | "missing" | "all",
): AsyncGenerator<Entry> {
  const filter: SQL | undefined =
    which === "missing"
      ? isNotNull(exportItem.missing)
      : which === "all"
        ? undefined
        : like(exportItem.path, `${which.below}/%`);
  for (let after = -1; ; ) {
    const batch = await db()
      .select()
      .from(exportItem)
      .where(and(eq(exportItem.exportId, exportId), gt(exportItem.position, after), filter))
      .orderBy(asc(exportItem.position))
      .limit(500);
    yield* batch;
    const last = batch.at(-1);
    if (!last) return;
    after = last.position;
  }
}

/** The manifest: every file with size, SHA-256 and part; what is missing; and all that is left out, with its ground. */
async function* manifest(summary: Summary): AsyncGenerator<string> {
  const { exportId, locale, snapshotAt } = summary;
  const parts = await db()
    .select({ number: exportPart.number })
    .from(exportPart)
    .where(eq(exportPart.exportId, exportId))
    .orderBy(asc(exportPart.number));
  const head = {
    format: "pix2clip-export/1",
    service: SERVICE,
    controller: `${LEGAL_ENTITY.name} ${LEGAL_ENTITY.form}`,
    language: locale,
    snapshotAt: snapshotAt.toISOString(),
    parts: parts.map(({ number }) => ({
      number,
      fileName: partFileName(snapshotAt, number, parts.length),
    })),
    exclusions: EXCLUSIONS.map((exclusion) => ({
      ...exclusion,
      because: GROUND_WORDS[exclusion.ground][locale],
    })),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "missing": [`;
  yield* listOf(entries(exportId, "missing"), ({ path, bytes, sha256, missing }) => ({
    path,
    bytes,
    sha256,
    reason: missing,
  }));
  yield '],\n  "files": [';
  let [files, bytes] = [0, 0];
  const present = async function* () {
    for await (const entry of entries(exportId, "all")) {
      if (entry.missing) continue;
      files += 1;
      bytes += entry.bytes;
      yield entry;
    }
  };
  yield* listOf(present(), (entry) => ({
    path: entry.path,
    part: entry.part,
    bytes: entry.bytes,
    sha256: entry.sha256,
    contentType: entry.contentType,
    ...(entry.rows === null ? {} : { rows: entry.rows }),
    ...(entry.sourceTable === null ? {} : { of: { table: entry.sourceTable, row: entry.sourceId } }),
  }));
  yield `],\n  "counts": ${JSON.stringify({ files, bytes })}\n}\n`;
}

async function* listOf(
  list: AsyncIterable<Entry>,
  view: (entry: Entry) => Record<string, unknown>,
): AsyncGenerator<string> {
  let before = "\n";
  for await (const entry of list) {
    yield `${before}    ${JSON.stringify(view(entry))}`;
    before = ",\n";
  }
  if (before !== "\n") yield "\n  ";
}
