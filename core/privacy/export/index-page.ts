/** The first page of an archive: what is in it, in the person's language, with links that work offline. */
import type { Id } from "../../base/id.ts";
import { LANGUAGE_TAG } from "../../base/language-tag.ts";
import type { Locale } from "../../base/locale.ts";
import { EXCLUSIONS as GROUND_WORDS } from "../category-words.ts";
import { columnWords } from "../column-words.ts";
import type { Sheet } from "./article-15.ts";
import type { Entry, Summary } from "./closing.ts";
import { escapeHtml, instant, linkTo, PAGE_END, pageHead, sizeText } from "./page.ts";
import { EXCLUSIONS, tableTitle } from "./tables.ts";
import { PAGE_WORDS } from "./words.ts";

type Which = { below: string } | "missing" | "all";
type Entries = (exportId: Id<"data_export">, which: Which) => AsyncGenerator<Entry>;

/** The page, piece by piece. */
export async function* indexPage(summary: Summary, sheet: Sheet, entries: Entries): AsyncGenerator<string> {
  const { exportId, locale, snapshotAt } = summary;
  const words = PAGE_WORDS[locale];
  yield pageHead(words.title, locale);
  yield `<p>${escapeHtml(words.intro.replace("{date}", instant(snapshotAt, locale)))}</p>\n`;
  yield `<section><h2>${words.yourData}</h2><ul>\n`;
  for await (const entry of entries(exportId, { below: "data" })) yield tableLine(entry, locale);
  yield "</ul></section>\n";
  for (const [title, below] of [
    [words.uploads, "files/uploads"],
    [words.creations, "files/creations"],
  ] as const) {
    yield `<section><h2>${title}</h2>`;
    yield* list(
      entries(exportId, { below }),
      (entry) => (entry.missing ? "" : fileLine(entry, locale)),
      locale,
    );
    yield "</section>\n";
  }
  yield sheetSection(sheet, locale);
  yield `<section><h2>${words.notIncluded}</h2><ul>\n${EXCLUSIONS.map((each) => exclusionLine(each, locale)).join("")}</ul></section>\n`;
  yield `<section><h2>${words.missing}</h2>`;
  yield* list(entries(exportId, "missing"), (entry) => missingLine(entry, locale), locale);
  yield "</section>\n";
  yield `<p class="small">${words.manifest} ${linkTo("manifest.json", "manifest.json")}.</p>\n${PAGE_END}`;
}

async function* list(
  items: AsyncIterable<Entry>,
  line: (entry: Entry) => string,
  locale: Locale,
): AsyncGenerator<string> {
  let open = false;
  for await (const entry of items) {
    const text = line(entry);
    if (text !== "" && !open) yield "<ul>\n";
    open ||= text !== "";
    yield text;
  }
  yield open ? "</ul>" : `<p>${PAGE_WORDS[locale].noFiles}</p>`;
}

function tableLine({ path, rows }: Entry, locale: Locale): string {
  const words = PAGE_WORDS[locale];
  const name = path.replace(/^data\/|\.json$/g, "");
  const plural = new Intl.PluralRules(locale).select(rows ?? 0) === "one" ? "one" : "other";
  const count = new Intl.NumberFormat(LANGUAGE_TAG[locale]).format(rows ?? 0);
  const links = `${linkTo(path, words.asJson)}, ${linkTo(`schemas/${name}.schema.json`, words.form)}`;
  return `<li>${linkTo(`tables/${name}.html`, tableTitle(name, locale))}${colon(locale)}${count} ${words.rows[plural]} <span class="small">(${links})</span></li>\n`;
}

/** A file of another part is named and not linked: it lies in another archive. */
function fileLine({ path, part, bytes }: Entry, locale: Locale): string {
  const name = path.split("/").at(-1) ?? path;
  const where = part === 1 ? linkTo(path, name) : `${escapeHtml(name)}, ${PAGE_WORDS[locale].part} ${part}`;
  return `<li>${where} <span class="small">(${sizeText(bytes, locale)})</span></li>\n`;
}

const missingLine = ({ path, missing }: Entry, locale: Locale): string =>
  missing
    ? `<li>${escapeHtml(path)}${colon(locale)}${PAGE_WORDS[locale].missingReasons[missing]}</li>\n`
    : "";

function exclusionLine({ table, column, file, ground }: (typeof EXCLUSIONS)[number], locale: Locale): string {
  const words = PAGE_WORDS[locale];
  const named = column && `${escapeHtml(columnWords(table, column)[locale])} (<code>${column}</code>)`;
  const what = named === null ? words.wholeTable : file ? `${words.theFile}${colon(locale)}${named}` : named;
  return `<li>${escapeHtml(tableTitle(table, locale))}, ${what}${colon(locale)}${escapeHtml(GROUND_WORDS[ground][locale])}</li>\n`;
}

/** French puts a space before it. */
const colon = (locale: Locale) => (locale === "fr" ? "\u202f: " : ": ");

const items = (texts: readonly string[]) =>
  `<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;

/** Why, where, for how long and which rights (GDPR art. 15(1) and (2)). */
function sheetSection(sheet: Sheet, locale: Locale): string {
  const words = PAGE_WORDS[locale];
  const said = (at: string | null) => (at === null ? "" : instant(new Date(at), locale));
  const purposes = sheet.purposes.map(
    ({ purpose, legalBases, categories, periods }) =>
      `${purpose}${colon(locale)}${[legalBases.join(", "), categories.join(", "), periods.join("; ")].join(". ")}`,
  );
  const recipients = sheet.recipients.map(
    ({ name, country, services, categories }) =>
      `${name} (${country}), ${services.join(", ")}${colon(locale)}${categories.join(", ")}`,
  );
  const transfers = sheet.transfers.map(
    ({ recipient, country, calls, firstAt, lastAt, safeguards }) =>
      `${recipient}${country ? ` (${country})` : ""}${colon(locale)}${calls} × (${said(firstAt)} – ${said(lastAt)})${safeguards ? `. ${safeguards}` : ""}`,
  );
  const { controller, authority } = sheet;
  return `<section><h2>${words.sheet}</h2>
<p>${escapeHtml(`${controller.name}, SIREN ${controller.siren}, ${controller.address}, ${controller.contact}`)}</p>
<h3>${words.purposes}</h3>${items(purposes)}
<h3>${words.recipients}</h3>${recipients.length > 0 ? items(recipients) : `<p>${words.noRecipients}</p>`}
<h3>${words.transfers}</h3>${transfers.length > 0 ? items(transfers) : `<p>${words.noTransfers}</p>`}
<h3>${words.rights}</h3>${items(sheet.rights)}
<p>${words.complaint} ${escapeHtml(`${authority.name}, ${authority.address}, ${authority.site}`)}</p>
<p>${escapeHtml(sheet.source)} ${escapeHtml(sheet.automatedDecisions)}</p></section>
`;
}
