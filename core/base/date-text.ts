/** Dates as each language writes them. It imports nothing but their tags, because the pages take it too. */
import { LANGUAGE_TAG } from "./language-tag.ts";
import type { Locale } from "./locale.ts";

/** French has a first of the month, "1er janvier 2027", which Intl writes as "1 janvier 2027". */
export const spellFirst = (written: string, locale: Locale): string =>
  locale === "fr" ? written.replace(/^1 (?=\p{L})/u, "1er ") : written;

/** An instant in words, as far as the options ask for it. */
export const dateText = (instant: Date, locale: Locale, options: Intl.DateTimeFormatOptions): string =>
  spellFirst(new Intl.DateTimeFormat(LANGUAGE_TAG[locale], options).format(instant), locale);
