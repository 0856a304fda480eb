/** The present policy, written for one deployment and one language. */
import type { Locale } from "../../base/locale.ts";
import type { Whereabouts } from "../recipients.ts";
import { CURRENT } from "./current.ts";
import { factsOf } from "./facts.ts";
import type { PolicyDocument } from "./policy.schema.ts";
import { sectionsEn, TITLE_EN } from "./text-en.ts";
import { sectionsFr, TITLE_FR } from "./text-fr.ts";

const TEXTS = {
  en: { title: TITLE_EN, sections: sectionsEn },
  fr: { title: TITLE_FR, sections: sectionsFr },
} as const;

/** The document that this deployment publishes under the current number. */
export function generatePolicy(where: Whereabouts, locale: Locale): PolicyDocument {
  const { title, sections } = TEXTS[locale];
  return {
    ...CURRENT,
    locale,
    title,
    dateText: dayText(CURRENT.date, locale),
    sections: sections(factsOf(where, locale)),
  };
}

/** "24 November 2026" as each language writes it. */
export const dayText = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
