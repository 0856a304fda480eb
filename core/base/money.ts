/** Euro amounts are whole cents. Display follows the reader's language. */
import { LANGUAGE_TAG } from "./language-tag.ts";
import type { Locale } from "./locale.ts";

/** `1250` gives "€12.50" in English and "12,50 €" in French. Throws a RangeError on a fraction of a cent. */
export function formatCents(amountCents: number, locale: Locale): string {
  if (!Number.isSafeInteger(amountCents)) throw new RangeError("an amount is a whole number of cents");
  return new Intl.NumberFormat(LANGUAGE_TAG[locale], {
    style: "currency",
    currency: "EUR",
  }).format(amountCents / 100);
}
