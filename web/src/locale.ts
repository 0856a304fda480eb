/** Which of the two languages the visitor reads, and where that choice is remembered: the `lang` cookie, six months. */
import type { Locale } from "../../core/base/locale.ts";

export type { Locale };
export const LOCALES: readonly Locale[] = ["en", "fr"];

const SIX_MONTHS_SECONDS = 182 * 24 * 60 * 60;
const isLocale = (text: string | undefined): text is Locale => LOCALES.some((one) => one === text);

let chosen: Locale = "en";
/** The language of the page, which the API also answers in. */
export const chosenLocale = (): Locale => chosen;
export const setChosenLocale = (locale: Locale): void => {
  chosen = locale;
};

/** The language that the visitor chose here before, if any. */
export function rememberedLocale(cookies: string): Locale | undefined {
  const value = /(?:^|;\s*)lang=([^;]+)/.exec(cookies)?.[1];
  return isLocale(value) ? value : undefined;
}

/** The first language of the browser that we speak, else English. */
export const browserLocale = (languages: readonly string[]): Locale =>
  languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? "en";

/** Remembers a choice. Nothing else is ever written in the browser by the pages. */
export function rememberLocale(locale: Locale): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http hosts other than localhost.
  document.cookie = `lang=${locale}; Max-Age=${SIX_MONTHS_SECONDS}; Path=/; SameSite=Lax${secure}`;
}
