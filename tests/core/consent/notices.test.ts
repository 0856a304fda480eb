import { describe, expect, test } from "vitest";
import { LOCALES } from "../../../core/base/locale.ts";
import { CONSENT_PURPOSES } from "../../../core/consent/consent.schema.ts";
import { NOTICES, type Notice, noticeHash, noticeText, stillCounts } from "../../../core/consent/notices.ts";

/** The words of each published version, by their hash. A line of this list is never changed: a new text is a new line. */
const PUBLISHED: Record<string, string> = {
  "marketing 2026-11-24 en": "b266dbafb2d6ed70be1d62f2ffdfe61d732c484d0cbe865220853823c2a515f7",
  "marketing 2026-11-24 fr": "a514c2d60b19763f3d5bc5dda6ccded7b7007bb5ca229388f57d7af7af89e694",
  "analytics 2026-11-24 en": "58a009e90cf32575dfc4015fe28b2c69e50a91ffb66671af580c41ed36a3294f",
  "analytics 2026-11-24 fr": "2afc78f6372a44a32a666d0fdece03e491f1e1e4f2e938e7aa4bd2cfdf8e0662",
  "personalization 2026-11-24 en": "907fb15d2d0c93bcf97aa594bfd790d9b168adc8150f606a4b3e00ec25c620b5",
  "personalization 2026-11-24 fr": "4bccbfad5ea9d0083493174831ad15ad757dda77c38ceecf72556e246518c57e",
};

const all = CONSENT_PURPOSES.flatMap((purpose) =>
  NOTICES[purpose].flatMap((notice) => LOCALES.map((locale) => ({ purpose, notice, locale }))),
);

test("a published notice is never edited: its words have the hash that proofs of consent hold", () => {
  const found = all.map(({ purpose, notice, locale }) => [
    `${purpose} ${notice.version} ${locale}`,
    noticeHash(notice, locale),
  ]);
  expect(Object.fromEntries(found)).toEqual(PUBLISHED);
});

describe.each(all)("$purpose in $locale", ({ notice, locale }) => {
  test("says what is done, with what, for how long, that it can be taken back, and that nothing depends on it", () => {
    const text = noticeText(notice, locale);
    const words = notice.words[locale];
    expect(words.data.length).toBeGreaterThan(0);
    expect(words.kept).not.toBe("");
    expect(text).toMatch(locale === "en" ? /take it back/ : /revenir sur ce choix/);
    expect(text).toMatch(locale === "en" ? /works the same/ : /fonctionne de la même façon/);
    expect(text.split("\n\n")).toEqual([words.title, ...words.paragraphs]);
  });
});

test("versions of a purpose are listed newest first, each once", () => {
  for (const purpose of CONSENT_PURPOSES) {
    const versions = NOTICES[purpose].map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort().reverse());
  }
});

describe("a consent to an older text", () => {
  const [{ words }] = NOTICES.marketing;
  const version = (name: string, material: boolean): Notice => ({ version: name, material, words });

  test("still counts after changes of wording, and no more after a change of what is done", () => {
    const corrected = [version("3", false), version("2", false), version("1", true)];
    expect(["1", "2", "3"].map((given) => stillCounts("marketing", given, corrected))).toEqual([
      true,
      true,
      true,
    ]);
    const widened = [version("4", false), version("3", true), version("2", false), version("1", true)];
    expect(["1", "2", "3", "4"].map((given) => stillCounts("marketing", given, widened))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test("does not count when nobody knows the text any more", () => {
    expect(stillCounts("marketing", "1999-01-01")).toBe(false);
  });
});
