/**
 * What is read in one breath and must not be parted at the end of a line: "SIREN 940 163 496", "75334 Paris Cedex 07",
 * "article 6.1.b", "L34-1", "SHA-256", "24 November 2026", "30 days", "(EU) 2024/1689", "Settings > GDPR", "e-mail", a word
 * with its French mark, "indiquez-le" and other compounds that end shortly. To be split by, or replaced: each
 * part is one match. The texts themselves, which may be proof or published, are not rewritten for it.
 */
export const TOGETHER =
  /((?:SIREN )?\d{3}(?: \d{3})+|(?:articles?|art\.|section|version) \p{L}?\d[\w.-]*|\b\p{Lu}+\d*-\d+|(?<![\w.-])\d+ \p{L}+(?: \d{4}\b| Cedex \d+)?|\((?:EU|UE)\) \d+\/\d+|(?:« )?\S+ > \S+|\S+ [:;!?»]|« \S+|\p{L}+(?:-\p{L}{1,4}s?)+(?!\p{L}))/giu;
