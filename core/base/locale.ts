/** The two languages of the service, and how the one of a request is chosen. */
import * as v from "valibot";

export const LOCALES = ["en", "fr"] as const;
export const Locale = v.picklist(LOCALES);
export type Locale = (typeof LOCALES)[number];

/** The language for a request: the `lang` cookie, else the first acceptable one of Accept-Language, else English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | undefined): Locale {
  if (v.is(Locale, cookie)) return cookie;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters
        .find((p) => p.trim().startsWith("q="))
        ?.trim()
        .slice(2);
      return { language: tag.slice(0, 2), quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return (wanted.map((entry) => entry.language).find((language) => v.is(Locale, language)) as Locale) ?? "en";
}
