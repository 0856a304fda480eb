/** How the texts of both languages are set: marks that stay with their word, and one way to write dates and numbers. */
import { expect, test } from "vitest";
import { codeOf, filesUnder } from "./source.ts";

const TEXTS = ["core", "functions", "web/src"].flatMap((folder) => filesUnder(folder));
/** Their words are proofs of consent that are never edited: the pages set them as they show them. */
const HELD = ["core/consent/notices.ts", "core/directive/notice.ts"];

/** The texts in a file, what is filled in left out. */
const literalsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`/g)].map(([, plain, template]) =>
    (plain ?? template ?? "").replace(/\$\{[^{}]*\}/g, "…"),
  );

test("in French a space that could end a line never stands before a mark or inside of quotation marks", () => {
  const french = /[éèêàçùôîûœ’«»]/i;
  const loose = TEXTS.filter((file) => !HELD.includes(file)).flatMap((file) =>
    literalsOf(file)
      .filter((text) => french.test(text) && /\S [:;!?»](?=\s|\W|$)|« /.test(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(loose).toEqual([]);
});

test("a page that shows the words of a proof sets them as it shows them", () => {
  const showing = TEXTS.filter((file) => file.endsWith(".tsx") && /\bparagraphs\.map\(/.test(codeOf(file)));
  expect(showing.length).toBeGreaterThan(1);
  expect(showing.filter((file) => !codeOf(file).includes("keptTogether(paragraph)"))).toEqual([]);
});

test("who runs the models is called by one name in French, the one of the AI Act: fournisseur", () => {
  expect(TEXTS.filter((file) => literalsOf(file).some((text) => /prestataire/i.test(text)))).toEqual([]);
});

test("dates, numbers and money are written with the tag of the language, everywhere the same", () => {
  const others = TEXTS.filter((file) =>
    /new Intl\.(?:DateTimeFormat|NumberFormat|RelativeTimeFormat)\((?!LANGUAGE_TAG\[|TAG\[|"en-CA")/.test(
      codeOf(file),
    ),
  );
  expect(others).toEqual([]);
});
