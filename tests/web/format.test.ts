import { describe, expect, test } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatChange,
  formatDateTime,
  formatDay,
  formatNumber,
  formatSeconds,
  keptTogether,
} from "../../web/src/format.ts";

/** All spaces alike, so that the tests do not depend on which one the platform's data prefers. */
const plain = (text: string) => text.replace(/\s/g, " ");

describe("figures are written as the reader's language does", () => {
  test("numbers and changes", () => {
    expect(formatNumber(1234.5, "en")).toBe("1,234.5");
    expect(plain(formatNumber(1234.5, "fr"))).toBe("1 234,5");
    expect(formatChange(100, "en")).toBe("+100");
    expect(formatChange(-12, "fr")).toBe("−12");
    expect(formatChange(0, "en")).toBe("0");
  });

  test("sizes", () => {
    expect(plain(formatBytes(1_250_000, "en"))).toBe("1.3 MB");
    expect(plain(formatBytes(1_250_000, "fr"))).toBe("1,3 Mo");
    expect(plain(formatBytes(400, "en"))).toBe("0.4 kB");
    expect(plain(formatBytes(999_900_000, "en"))).toBe("999.9 MB");
    expect(plain(formatBytes(2 * 1024 ** 3, "fr"))).toBe("2,1 Go");
  });

  test.each(["en", "fr"] as const)("a size, a day and a moment stay in one line (%s)", (locale) => {
    expect(formatBytes(1_250_000, locale)).not.toContain(" ");
    expect(formatDay("2026-11-24", locale)).not.toContain(" ");
    expect(formatDateTime("2026-11-24T14:05:00Z", locale)).not.toContain(" ");
  });

  test("days, with the first of a month, which French writes apart", () => {
    expect(plain(formatDay("2027-01-01", "fr"))).toBe("1er janvier 2027");
    expect(plain(formatDay("2027-01-11", "fr"))).toBe("11 janvier 2027");
    expect(plain(formatDay("2027-01-01", "en"))).toBe("1 January 2027");
    expect(plain(formatDateTime("2027-01-01T12:05:00Z", "fr"))).toMatch(/^1er janv\. 2027/);
  });

  test("durations, also at the edges", () => {
    expect(plain(formatSeconds(0.4, "en"))).toBe("0 s");
    expect(plain(formatSeconds(-3, "fr"))).toBe("0 s");
    expect(plain(formatSeconds(95, "fr"))).toBe("1 min 35 s");
    expect(plain(formatSeconds(120, "fr"))).toBe("2 min");
  });

  test("ages never lie in the future", () => {
    const now = Date.parse("2026-11-24T12:00:00Z");
    expect(formatAgo("2026-11-24T12:05:00Z", now, "en")).toBe("now");
    expect(formatAgo("2026-11-24T10:00:00Z", now, "en")).toBe("2 hours ago");
    expect(formatAgo("2026-11-22T10:00:00Z", now, "fr")).toBe("avant-hier");
  });
});

describe("a sentence as it is shown", () => {
  test("French marks stay with their word, and no other space is touched", () => {
    const said = keptTogether("Vous dites : « oui » ; et après ? Rien, merci !");
    expect(said).toBe("Vous dites\u202f: «\u202foui\u202f»\u202f; et après\u202f? Rien, merci\u202f!");
  });

  test.each([
    ["exécution du contrat (article 6.1.b du RGPD)", "exécution du contrat (article~6.1.b du RGPD)"],
    ["Article L34-1 of the French Code", "Article~L34+1 of the French Code"],
    ["stored as SHA-256 digests", "stored as SHA+256 digests"],
    ["3 place de Fontenoy, 75334 Paris Cedex 07", "3~place de Fontenoy, 75334~Paris~Cedex~07"],
    ["nom, prénom, adresse e-mail", "nom, prénom, adresse e+mail"],
    [
      "Demandez-en un, dites-le-lui vous-même : là-dessus",
      "Demandez+en un, dites+le+lui vous+même\u202f: là-dessus",
    ],
    ["your user-agent, 90 days after 24 November 2026", "your user-agent, 90~days after 24~November~2026"],
  ])("what is read in one breath stays in one line: %s", (words, shown) => {
    expect(keptTogether(words)).toBe(shown.replaceAll("~", "\u00a0").replaceAll("+", "\u2011"));
  });
});
