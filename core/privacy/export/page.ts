/** The pages of an archive: HTML without script, without anything that is fetched, in light and dark. */

import { getTableName } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { spellFirst } from "../../base/date-text.ts";
import { LANGUAGE_TAG } from "../../base/language-tag.ts";
import type { Locale } from "../../base/locale.ts";
import { CATEGORY_WORDS } from "../category-words.ts";
import { columnWords } from "../column-words.ts";
import { type Category, mapOf } from "../map.ts";
import { valueWords } from "../value-words.ts";
import type { Row } from "./rows.ts";
import { PAGE_WORDS } from "./words.ts";

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:60rem;padding:2rem 1rem 4rem;background:#f6f5f2;color:#1d1b18;font:1rem/1.55 system-ui,sans-serif}
h1{line-height:1.2}h2{margin-top:2.5rem}a{color:#1d4d4f}
section,article{background:#fff;border-radius:.75rem;padding:1rem 1.25rem;margin:1rem 0}
section>h2:first-child{margin-top:0}li{margin:.25rem 0;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:0}
dt{color:#5d5952}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}.small{color:#5d5952;font-size:.9rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media(prefers-color-scheme:dark){body{background:#161513;color:#ece9e2}a{color:#8fd0cf}section,article{background:#211f1c}dt,.small{color:#b3ada3}}`;

/** A text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A path of the archive as a link from a page in `folder` levels of folders. */
export const linkTo = (path: string, text: string, up = ""): string =>
  `<a href="${escapeHtml(up + path.split("/").map(encodeURIComponent).join("/"))}">${escapeHtml(text)}</a>`;

/** Everything before the content of a page. The policy forbids it to load or run anything. */
export const pageHead = (title: string, locale: Locale): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
`;
export const PAGE_END = "</body>\n</html>\n";

/** One of each for all rows: a formatter holds memory that the garbage collector does not see. */
const inBothLanguages = <Format>(make: (locale: Locale) => Format): Record<Locale, Format> => ({
  en: make("en"),
  fr: make("fr"),
});
const INSTANTS = inBothLanguages(
  (locale) =>
    new Intl.DateTimeFormat(LANGUAGE_TAG[locale], {
      dateStyle: "long",
      timeStyle: "medium",
      timeZone: "UTC",
    }),
);
const SIZES = (["byte", "kilobyte", "megabyte", "gigabyte"] as const).map((unit) =>
  inBothLanguages(
    (locale) =>
      new Intl.NumberFormat(LANGUAGE_TAG[locale], {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumFractionDigits: 1,
      }),
  ),
);

/** An instant in words, in UTC. */
export const instant = (at: Date, locale: Locale): string =>
  `${spellFirst(INSTANTS[locale].format(at), locale)} UTC`;

/** A size in words. */
export function sizeText(bytes: number, locale: Locale): string {
  const step = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return SIZES[step]?.[locale].format(bytes / 1000 ** step) ?? "";
}

function valueText(value: unknown, locale: Locale): string {
  if (value === null || value === undefined) return "–";
  if (value instanceof Date) return instant(value, locale);
  if (typeof value === "boolean") return PAGE_WORDS[locale][value ? "yes" : "no"];
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

/** The page of one table: every entry with its values in words; the kind of each, and its name in the JSON, as a hint. */
export async function* tablePage(
  title: string,
  table: AnyPgTable,
  keys: readonly string[],
  rows: AsyncIterable<Row>,
  locale: Locale,
): AsyncGenerator<string> {
  const words = PAGE_WORDS[locale];
  const map = mapOf(table);
  const tableName = getTableName(table);
  const terms = keys.map((key) => {
    const kind = CATEGORY_WORDS[map.columns[key] as Category].name[locale];
    const name = columnWords(tableName, key)[locale];
    return `<dt title="${escapeHtml(`${kind} (${key})`)}">${escapeHtml(name)}</dt>`;
  });
  yield pageHead(title, locale);
  yield `<p>${linkTo("index.html", words.back, "../")}</p>\n`;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    const lines = keys.map((key, index) => {
      const text = valueWords(tableName, key, row[key])?.[locale] ?? valueText(row[key], locale);
      return `${terms[index]}<dd>${escapeHtml(text)}</dd>`;
    });
    yield `<article><dl>${lines.join("")}</dl></article>\n`;
  }
  if (count === 0) yield `<p>${words.noRows}</p>\n`;
  yield PAGE_END;
}
