import { LANGUAGE_TAG } from "../base/language-tag.ts";
import type { Locale } from "../base/locale.ts";

/** A number with its word: "1 record", "1,234 files", "0 fichier". */
export function counted(count: number, word: string, locale: Locale): string {
  const plural = new Intl.PluralRules(LANGUAGE_TAG[locale]).select(count) === "one" ? "" : "s";
  return `${new Intl.NumberFormat(LANGUAGE_TAG[locale]).format(count)} ${word}${plural}`;
}
