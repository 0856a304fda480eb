/** The panel at a glance: how much is held of each category, what has been sent away, and which policy applies. */
import { requestFacts } from "../../base/actor.ts";
import { errorPattern } from "../../base/error-text.ts";
import { suspensionOf } from "../../base/processor.ts";
import { CATEGORY_WORDS } from "../category-words.ts";
import { mapOf } from "../map.ts";
import { objectionsIn } from "../objection.ts";
import { currentVersion } from "../policy/versions.ts";
import type { Counted } from "./count-held.ts";
import { CATEGORIES, type PrivacySummary } from "./why.schema.ts";
import { categoriesOf, recipientViews } from "./why.ts";

/** Sums of a person's data by category; a row counts in each category that its table holds. */
export function summaryOf(counted: readonly Counted[]): PrivacySummary {
  const { locale } = requestFacts();
  const { version, date } = currentVersion();
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
    objections: objectionsIn(locale),
    policy: { version, date },
  };
}
