/** The panel's first view: how much is held of each category and what has been sent away, in one round trip. */
import { me, requestFacts } from "../../base/actor.ts";
import { Nothing, query } from "../../base/command.ts";
import { errorPattern } from "../../base/error-text.ts";
import { suspensionOf } from "../../base/processor.ts";
import { mapOf } from "../map.ts";
import { currentVersion } from "../policy/versions.ts";
import { CATEGORY_WORDS } from "../words.ts";
import { countHeld } from "./count-held.ts";
import { CATEGORIES, type PrivacySummary } from "./why.schema.ts";
import { categoriesOf, recipientViews } from "./why.ts";

/** Counts of the signed-in person's data by category; a row counts in each category that its table holds. */
export const readPrivacySummary = query(Nothing, async (): Promise<PrivacySummary> => {
  const { locale } = requestFacts();
  const policy = currentVersion();
  const counted = await countHeld(me());
  const categories = CATEGORIES.map((category) => ({
    category,
    name: CATEGORY_WORDS[category].name[locale],
    rows: counted
      .filter(({ table }) => categoriesOf(mapOf(table)).includes(category))
      .reduce((sum, { rows }) => sum + rows, 0),
  }));
  return {
    categories: categories.filter(({ rows }) => rows > 0),
    transfers: counted.find(({ key }) => key === "transfer")?.rows ?? 0,
    transfersSuspended: suspensionOf("minimax") ? errorPattern("transfers_suspended", locale) : null,
    recipients: recipientViews(locale),
    policy: { version: policy.version, date: policy.date },
  };
});
