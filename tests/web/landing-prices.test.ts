import { expect, test } from "vitest";
import { modelViews } from "../../core/generation/catalogue.ts";
import { text as landingEn } from "../../web/src/i18n/en/landing.ts";
import { text as en } from "../../web/src/i18n/en.ts";
import { text as landingFr } from "../../web/src/i18n/fr/landing.ts";
import { text as fr } from "../../web/src/i18n/fr.ts";
import { pricesOf } from "../../web/src/pages/landing/offers.tsx";

const models = modelViews().map((model) => ({ ...model, typicalSeconds: null }));
/** All spaces alike: which one stands where is the business of other tests. */
const plain = (words: string | undefined) => words?.replace(/\s/g, " ");

test("the start page names the lowest price of the catalogue for each kind", () => {
  const lowest = Math.min(...models.flatMap((model) => (model.clip ?? []).map((variant) => variant.credits)));
  const prices = pricesOf(models, en, landingEn, "en");
  expect(plain(prices.clip)).toMatch(new RegExp(`^\\d+ s from ${lowest} credits$`));
  expect(prices.image).toBe("each from 1 credit");
  expect(prices.speech).toBe("100 characters from 1 credit");
  expect(plain(pricesOf(models, fr, landingFr, "fr").clip)).toMatch(
    new RegExp(`^\\d+ s à partir de ${lowest} crédits$`),
  );
});

test("a kind that nobody offers has no price, rather than a wrong one", () => {
  const prices = pricesOf(
    models.filter((model) => model.kind === "image"),
    en,
    landingEn,
    "en",
  );
  expect(prices).toMatchObject({ clip: undefined, speech: undefined });
});
