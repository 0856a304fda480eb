/**
 * How dates, numbers and money are written in each of the two languages, everywhere: pages, mails, policy and exports.
 * English is the European one, with the day before the month. It imports nothing, because the pages take it too.
 */
export const LANGUAGE_TAG = { en: "en-GB", fr: "fr-FR" } as const;
