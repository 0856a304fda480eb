/**
 * The plan: everything that goes into an export, frozen in one transaction that sees one instant. Documents are written
 * and packed there and then; files are named with their size and checksum. From then on the archive is decided to the
 * byte: what is made later is not mixed in, and the same plan gives the same bytes, whoever builds them and how often.
 */
import { and, eq, getTableName, isNotNull, sql } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { now } from "../../base/clock.ts";
import { db, transaction } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import type { Locale } from "../../base/locale.ts";
import { mapOf } from "../map.ts";
import { belongsTo, columnOf } from "../subject.ts";
import { article15, SHEET_PATH } from "./article-15.ts";
import { writeDocument } from "./document.ts";
import { dataExport, exportItem, exportPart } from "./export.sql.ts";
import { uniquePaths, withEnding } from "./file-name.ts";
import { schemaOf } from "./json-schema.ts";
import { packer } from "./pack.ts";
import { tablePage } from "./page.ts";
import { primaryKey, type Row, rowsOf } from "./rows.ts";
import { EXPORTED_TABLES, exportedColumns, tableTitle } from "./tables.ts";
import { weightOf } from "./zip.ts";

type ExportId = Id<"data_export">;
type Item = typeof exportItem.$inferInsert;
type Target = { id: ExportId; accountId: Id<"account">; locale: Locale };
/** Places an entry in the archive. */
type Place = (item: Omit<Item, "exportId" | "position" | "part">) => Promise<void>;

/** At most 2 GiB: what any file system and any program can hold (issue 3). */
export const PART_BYTES = 2 * 1024 ** 3;
const INSERT_BATCH = 100;

/**
 * Freezes the plan of a requested export. Returns false when there is nothing to plan: it is planned already, or gone.
 * `partBytes` is the most that a part may weigh.
 */
export const freezePlan = (exportId: ExportId, partBytes = PART_BYTES): Promise<boolean> =>
  transaction(async () => {
    await db().execute(sql`set transaction isolation level repeatable read`);
    const wanted = and(eq(dataExport.id, exportId), eq(dataExport.state, "requested"));
    const [target] = await db().select().from(dataExport).where(wanted).for("update");
    if (!target) return false;
    const files = await countFiles(target.accountId);
    const pack = packer(partBytes, files);
    const items: Item[] = [];
    let position = 0;
    const flush = async () => {
      const batch = items.splice(0);
      if (batch.length > 0) await db().insert(exportItem).values(batch);
    };
    const place: Place = async (item) => {
      const part = item.missing ? 1 : pack.add(weightOf(item));
      items.push({ ...item, exportId, position, part });
      position += 1;
      if (items.length === INSERT_BATCH) await flush();
    };
    await placeDocuments(target, place, () => position);
    await placeFiles(target, place);
    await flush();
    const parts = pack.parts().map((bytes, index) => ({ exportId, number: index + 1, bytes }));
    await db()
      .insert(exportPart)
      .values(parts.map((part) => ({ ...part, state: "waiting" as const })));
    await db()
      .update(dataExport)
      .set({ state: "planned", snapshotAt: now() })
      .where(eq(dataExport.id, exportId));
    return true;
  });

/** All documents that are decided by the snapshot: the art. 15 sheet, and for each table its rows, form and page. */
async function placeDocuments(target: Target, place: Place, position: () => number): Promise<void> {
  const write = async (
    path: string,
    contentType: string,
    text: Iterable<string> | AsyncIterable<string>,
    rows?: () => number,
  ) => {
    const written = await writeDocument(target.id, position(), text);
    await place({ path, kind: "document", contentType, ...written, ...(rows ? { rows: rows() } : {}) });
  };
  const sheet = await article15(target.accountId, target.locale);
  await write(SHEET_PATH, "application/json", [`${JSON.stringify(sheet, null, 2)}\n`]);
  for (const table of EXPORTED_TABLES) {
    const name = getTableName(table);
    const keys = Object.keys(exportedColumns(table));
    let count = 0;
    const counted = async function* () {
      for await (const row of rowsOf(table, target.accountId)) {
        count += 1;
        yield row;
      }
    };
    await write(`data/${name}.json`, "application/json", jsonOf(keys, counted()), () => count);
    const schema = `${JSON.stringify(schemaOf(table), null, 2)}\n`;
    await write(`schemas/${name}.schema.json`, "application/schema+json", [schema]);
    const rows = rowsOf(table, target.accountId);
    const title = tableTitle(name, target.locale);
    await write(`tables/${name}.html`, "text/html", tablePage(title, table, keys, rows, target.locale));
  }
}

/** Rows as a JSON array, one a line, with these columns alone. */
async function* jsonOf(keys: readonly string[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(keys.map((key) => [key, row[key] ?? null])));
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

type FileColumn = { table: AnyPgTable; object: NonNullable<ReturnType<typeof mapOf>["objects"]>[number] };
const FILE_COLUMNS: readonly FileColumn[] = EXPORTED_TABLES.flatMap((table) =>
  (mapOf(table).objects ?? []).map((object) => ({ table, object })),
);

async function countFiles(accountId: Id<"account">): Promise<number> {
  let files = 0;
  for (const { table, object } of FILE_COLUMNS)
    if (!("none" in object.exported))
      files += await db().$count(
        table,
        and(belongsTo(table, accountId), isNotNull(columnOf(table, object.key))),
      );
  return files;
}

/** The files of the person, under names that every system can unpack. */
async function placeFiles(target: Target, place: Place): Promise<void> {
  const pathOf = uniquePaths();
  for (const { table, object } of FILE_COLUMNS) {
    const { exported: columns, bucket, key } = object;
    if ("none" in columns) continue;
    const [rowId = ""] = primaryKey(table);
    for await (const row of rowsOf(table, target.accountId)) {
      if (row[key] === null) continue;
      const folder = row[columns.madeBy] === null ? "files/uploads" : "files/creations";
      const bytes = Number(row[columns.bytes]);
      await place({
        path: pathOf(folder, withEnding(String(row[columns.fileName]), String(row[columns.contentType]))),
        kind: "object",
        contentType: String(row[columns.contentType]),
        bytes,
        storedBytes: bytes,
        crc32: row[columns.crc32] as number | null,
        sha256: row[columns.sha256] as string | null,
        bucket,
        objectKey: String(row[key]),
        sourceTable: getTableName(table),
        sourceId: String(row[rowId]),
        missing: row[columns.deletedAt] === null ? null : "deleted",
      });
    }
  }
}
