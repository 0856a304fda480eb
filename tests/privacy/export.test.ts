/** What is in an export: everything of its person, nothing of anybody else, and the ground of all that is left out. */
import { getTableName } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "../../core/base/database.ts";
import { columnWords, hasColumnWords } from "../../core/privacy/column-words.ts";
import { escapeHtml } from "../../core/privacy/export/page.ts";
import { ALL_TABLES, EXPORTED_TABLES, exportedColumns } from "../../core/privacy/export/tables.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { belongsTo } from "../../core/privacy/subject.ts";
import { type Archive, exportOf, isOfTheRequest, manifestOf, sha256, textOf } from "./archive.ts";
import { type FullPerson, fullPerson, markersIn } from "./full-person.ts";

let ana: FullPerson;
let ben: FullPerson;
let archive: Archive;
let everything: string;
/** The person's rows of each table as they were when the export was asked for. */
const stored = new Map<string, Record<string, unknown>[]>();

beforeAll(async () => {
  ana = await fullPerson("ana");
  ben = await fullPerson("ben");
  for (const table of EXPORTED_TABLES) {
    const own = await db().select().from(table).where(belongsTo(table, ana.accountId));
    stored.set(getTableName(table), own);
  }
  archive = await exportOf(ana);
  everything = [...archive.files].map(([path, content]) => `${path}\n${Buffer.from(content)}`).join("\n");
});

const rowsIn = (name: string): Record<string, unknown>[] => JSON.parse(textOf(archive, `data/${name}.json`));
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

test("the person has rows in every table that is handed out, so that none goes untested", () => {
  const empty = EXPORTED_TABLES.filter((table) => (ana.made.get(getTableName(table)) ?? []).length === 0);
  expect(empty.map((table) => getTableName(table))).toEqual([]);
});

test.each(EXPORTED_TABLES.map((table) => [getTableName(table), table] as const))(
  "%s: every row of the person is there with every column that is handed out, and no other row or column",
  (name, table) => {
    const columns = Object.keys(exportedColumns(table));
    const expected = (stored.get(name) ?? []).map((row) =>
      Object.fromEntries(columns.map((key) => [key, asJson(row[key])])),
    );
    const texts = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    const found = rowsIn(name).filter((row) => !isOfTheRequest(name, row));
    expect(texts(found)).toEqual(texts(expected));
    expect(found.length).toBeGreaterThan(0);
  },
);

test("every marker in a cell that is handed out is in the archive, and none of one that is not", () => {
  const wrong: string[] = [];
  for (const table of ALL_TABLES) {
    const columns = EXPORTED_TABLES.includes(table) ? Object.keys(exportedColumns(table)) : [];
    for (const row of ana.made.get(getTableName(table)) ?? [])
      for (const [key, value] of Object.entries(row))
        for (const marker of markersIn(value))
          if (everything.includes(marker) !== columns.includes(key))
            wrong.push(`${getTableName(table)}.${key}`);
  }
  expect(wrong).toEqual([]);
});

test("nothing of somebody else is in the archive: no text, no id", () => {
  expect(everything).not.toContain(ben.accountId);
  const theirs = [...ben.made.values()]
    .flat()
    .flatMap((row) => [...markersIn(row), String(row.id ?? "ben-")]);
  expect(theirs.length).toBeGreaterThan(50);
  expect(theirs.filter((marker) => everything.includes(marker))).toEqual([]);
  expect(everything).not.toMatch(/\bben-/);
});

test("every column of the map is handed out, or listed with its ground in the manifest and on the first page", () => {
  const { exclusions } = manifestOf(archive);
  const index = textOf(archive, "index.html");
  for (const table of ALL_TABLES) {
    const name = getTableName(table);
    const mine = exclusions.filter((exclusion) => exclusion.table === name && !exclusion.file);
    if (!EXPORTED_TABLES.includes(table)) {
      const whole = mine.filter(({ column }) => column === null).length;
      expect([name, whole]).toEqual([name, mapOf(table).exported === "all" ? 0 : 1]);
      continue;
    }
    const left = Object.keys(mapOf(table).columns).filter((key) => !(key in exportedColumns(table)));
    expect([name, mine.map(({ column }) => column).sort()]).toEqual([name, left.sort()]);
    for (const column of left) expect(index).toContain(`<code>${column}</code>`);
  }
  for (const { because } of exclusions) expect(because.length).toBeGreaterThan(5);
});

test("the files of the person are there byte for byte, and one that was deleted is listed instead", () => {
  const media = ana.made.get("media") ?? [];
  const files = [...archive.files].filter(([path]) => path.startsWith("files/"));
  expect(files.map(([, content]) => sha256(content))).toEqual([media[0]?.sha256]);
  expect(files[0]?.[0]).toMatch(/^files\/uploads\/ana-media-fileName/);
  expect(manifestOf(archive).missing).toEqual([
    expect.objectContaining({ path: expect.stringMatching(/^files\/creations\//), reason: "deleted" }),
  ]);
});

test("the manifest gives size and SHA-256 of every file but itself", () => {
  const { files, counts } = manifestOf(archive);
  const there = [...archive.files.keys()].filter((path) => path !== "manifest.json");
  expect(files.map(({ path }) => path).sort()).toEqual(there.sort());
  for (const { path, bytes, sha256: digest } of files) {
    const content = archive.files.get(path) ?? new Uint8Array();
    expect([path, content.length, sha256(content)]).toEqual([path, bytes, digest]);
  }
  expect(counts.files).toBe(there.length);
});

describe("the pages", () => {
  test("load nothing and run nothing, are in the language of the person, and all their links lead to a file", () => {
    const pages = [...archive.files.keys()].filter((path) => path.endsWith(".html"));
    expect(pages.length).toBe(EXPORTED_TABLES.length + 1);
    for (const page of pages) {
      const html = textOf(archive, page);
      expect(html).toContain('<html lang="fr">');
      expect(html).not.toMatch(/<script|<link|<iframe|javascript:|https?:\/\//i);
      expect(html).toContain("prefers-color-scheme:dark");
      for (const [, link = ""] of html.matchAll(/href="([^"]+)"/g)) {
        const target = new URL(link.replaceAll("&#38;", "&"), `file:///${page}`);
        expect([...archive.files.keys()]).toContain(decodeURIComponent(target.pathname.slice(1)));
      }
    }
  });

  test("they call every column by words in the person's language, none by its key", () => {
    for (const table of EXPORTED_TABLES) {
      const name = getTableName(table);
      const html = textOf(archive, `tables/${name}.html`);
      const shown = new Set([...html.matchAll(/<dt [^>]*>([^<]*)<\/dt>/g)].map(([, text]) => text));
      const keys = Object.keys(exportedColumns(table));
      const expected = keys.map((key) => escapeHtml(columnWords(name, key).fr));
      expect([name, [...shown].sort()]).toEqual([name, [...new Set(expected)].sort()]);
      expect(keys.filter((key) => !hasColumnWords(name, key))).toEqual([]);
    }
    expect(textOf(archive, "tables/account.html")).toContain(">Prénom</dt>");
    expect(textOf(archive, "tables/security_event.html")).toContain("<dd>export demandé</dd>");
  });

  test("the sheet of article 15 names purposes, periods, rights, the authority, where the data come from, and the transfers that really were", () => {
    const sheet = JSON.parse(textOf(archive, "article-15.json"));
    expect(sheet.purposes.length).toBeGreaterThan(3);
    for (const purpose of sheet.purposes) expect(purpose.categories.length).toBeGreaterThan(0);
    expect(sheet.authority.name).toContain("CNIL");
    expect(sheet.rights.length).toBeGreaterThan(7);
    expect(sheet.source).toContain("Seul un échec de connexion peut être le fait de quelqu’un d’autre");
    expect(textOf(archive, "index.html")).toContain("3 place de Fontenoy");
  });

  test("what went to the stand-in for the provider is said to have gone there, and not to China", () => {
    const { transfers } = JSON.parse(textOf(archive, "article-15.json"));
    expect(transfers).toEqual([
      expect.objectContaining({
        recipient: "la doublure de MiniMax livrée avec le service",
        country: null,
        fields: expect.arrayContaining([expect.stringContaining("transfer-fields")]),
        outsideUnion: false,
        safeguards: null,
      }),
    ]);
    expect(textOf(archive, "index.html")).not.toContain("Chine");
    expect(textOf(archive, "tables/transfer.html")).toContain("<dd>la doublure de MiniMax");
  });
});
