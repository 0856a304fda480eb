/** The policy as the code has it today, written for one deployment and one language. */
import type { Locale } from "../../base/locale.ts";
import type { Whereabouts } from "../recipients.ts";
import { dayText } from "./day.ts";
import { factsOf } from "./facts.ts";
import type { PolicyDocument } from "./policy.schema.ts";
import { sectionsEn, TITLE_EN } from "./text-en.ts";
import { sectionsFr, TITLE_FR } from "./text-fr.ts";
import { newestVersion } from "./versions.ts";

const TEXTS = {
  en: { title: TITLE_EN, sections: sectionsEn },
  fr: { title: TITLE_FR, sections: sectionsFr },
} as const;

/** The document that this deployment publishes, or would, under the newest number. */
export function generatePolicy(where: Whereabouts, locale: Locale): PolicyDocument {
  const { title, sections } = TEXTS[locale];
  const newest = newestVersion();
  return {
    ...newest,
    locale,
    title,
    dateText: dayText(newest.date, locale),
    sections: sections(factsOf(where, locale)),
  };
}
