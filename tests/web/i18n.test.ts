import { describe, expect, test } from "vitest";
import { text as closingEn } from "../../web/src/i18n/en/closing.ts";
import { text as landingEn } from "../../web/src/i18n/en/landing.ts";
import { text as privacyEn } from "../../web/src/i18n/en/privacy.ts";
import { text as settingsEn } from "../../web/src/i18n/en/settings.ts";
import { text as staffEn } from "../../web/src/i18n/en/staff.ts";
import { text as en } from "../../web/src/i18n/en.ts";
import { text as closingFr } from "../../web/src/i18n/fr/closing.ts";
import { text as landingFr } from "../../web/src/i18n/fr/landing.ts";
import { text as privacyFr } from "../../web/src/i18n/fr/privacy.ts";
import { text as settingsFr } from "../../web/src/i18n/fr/settings.ts";
import { text as staffFr } from "../../web/src/i18n/fr/staff.ts";
import { text as fr } from "../../web/src/i18n/fr.ts";

/** Every sentence of a catalogue with its place; those that are made by functions are made with plain values. */
function sentences(part: unknown, path = ""): [string, string][] {
  if (typeof part === "string") return [[path, part]];
  if (typeof part === "function") return [[path, String(part(2, "2", "2"))]];
  return Object.entries(part as object).flatMap(([key, value]) =>
    sentences(value, path ? `${path}.${key}` : key),
  );
}

const french = sentences({
  ...fr,
  closing: closingFr,
  landing: landingFr,
  privacy: privacyFr,
  settings: settingsFr,
  staff: staffFr,
});
const english = new Map(
  sentences({
    ...en,
    closing: closingEn,
    landing: landingEn,
    privacy: privacyEn,
    settings: settingsEn,
    staff: staffEn,
  }),
);

describe("the two languages", () => {
  test("have the same places and no empty sentence", () => {
    expect(french.map(([path]) => path)).toEqual([...english.keys()]);
    expect([...english.entries(), ...french].filter(([, words]) => words.trim() === "")).toEqual([]);
  });

  test("French keeps a narrow no-break space before ; : ? ! and uses typographic apostrophes", () => {
    const ordinary = /(^|[^\u202f;?!:])[;?!]|[^\u202f\d]:|[^\u202f]»|«[^\u202f]|'/;
    const wrong = french.filter(([, words]) => ordinary.test(words));
    expect(wrong).toEqual([]);
  });

  test("a number keeps what it counts at the end of a line", () => {
    const loose = /\d (?:days|hours|minutes|jours|heures)\b/;
    expect([...english.entries(), ...french].filter(([, words]) => loose.test(words))).toEqual([]);
  });

  test("an article keeps its number at the end of a line, and so do e-mail and SHA-256 their halves", () => {
    const loose = /\b(?:art\.|articles?) \d|\be-mail|SHA-\d/i;
    expect([...english.entries(), ...french].filter(([, words]) => loose.test(words))).toEqual([]);
  });

  test("a French verb keeps its pronoun at the end of a line, and a pronoun its même", () => {
    const loose = /\p{L}-(?:les?|la|lui|leur|vous|nous|moi|en|y|mêmes?)(?!\p{L})/iu;
    expect(french.filter(([, words]) => loose.test(words))).toEqual([]);
  });

  test("French says tu or vous in one way: vous", () => {
    expect(french.filter(([, words]) => /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu.test(words))).toEqual([]);
  });

  test("a translated sentence is not the English one left over", () => {
    const same = french.filter(
      ([path, words]) => words === english.get(path) && /\p{L} \p{L}+ \p{L}/u.test(words),
    );
    expect(same).toEqual([]);
  });
});
