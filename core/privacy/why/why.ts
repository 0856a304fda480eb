/**
 * "Why do you have this?": each category with what is held of the person now, why, who receives it, when it ends and
 * how to change it. Everything is read from the data map, so that the panel cannot tell another story than the software.
 */
import { me, requestFacts } from "../../base/actor.ts";
import { Nothing, query } from "../../base/command.ts";
import { config } from "../../base/config.ts";
import type { Locale } from "../../base/locale.ts";
import { countryName, PROCESSORS } from "../../base/processor.ts";
import { CATEGORY_WORDS, EXCLUSIONS } from "../category-words.ts";
import { type Category, mapOf, type TableMap } from "../map.ts";
import { endOf, ruleOf } from "../period.ts";
import { type Recipient, receives, recipientsOf } from "../recipients.ts";
import { CHANGES } from "../table-words.ts";
import { BASES, PURPOSES, ruleText } from "../words.ts";
import { type Counted, countHeld } from "./count-held.ts";
import { valuesOf } from "./values.ts";
import {
  CATEGORIES,
  type CategoryView,
  type HeldData,
  type HeldView,
  type RecipientView,
} from "./why.schema.ts";

/** Everything that is held of the signed-in person, by category. Two round trips beside the session's. */
export const readHeldData = query(Nothing, async (): Promise<HeldData> => {
  const { locale } = requestFacts();
  const [counted, values] = await Promise.all([countHeld(me()), valuesOf(me(), "identity", locale)]);
  const views = CATEGORIES.map((category) => categoryView(category, counted, locale));
  return {
    categories: views
      .filter(({ held }) => held.length > 0)
      .map((view) => (view.category === "identity" ? { ...view, values } : view)),
  };
});

/** A table belongs to each category of its columns; to the technical one only when it has no other. */
export const categoriesOf = ({ columns }: TableMap): Category[] => {
  const all = [...new Set(Object.values(columns))];
  const telling = all.filter((category) => category !== "technical");
  return telling.length > 0 ? telling : all;
};

function categoryView(category: Category, counted: readonly Counted[], locale: Locale): CategoryView {
  const held = counted.filter(({ table }) => categoriesOf(mapOf(table)).includes(category));
  const { name, holds } = CATEGORY_WORDS[category];
  return {
    category,
    name: name[locale],
    description: holds[locale],
    rows: held.reduce((sum, { rows }) => sum + rows, 0),
    held: held.map((entry) => heldView(entry, category, locale)),
    values: [],
    change: CHANGES[category].map(({ link, text }) => ({ link, text: text[locale] })),
  };
}

function heldView(entry: Counted, category: Category, locale: Locale): HeldView {
  const map = mapOf(entry.table);
  const rule = ruleOf(entry.table);
  const ends = [entry.first, entry.last].map((start) => (start ? endOf(rule, start) : null));
  const excluded = map.exported !== "all" && "none" in map.exported ? map.exported.none : null;
  return {
    key: entry.key,
    name: entry.words[locale],
    rows: entry.rows,
    purpose: { code: map.purpose, text: PURPOSES[map.purpose][locale] },
    legalBasis: { code: map.legalBasis, text: BASES[map.legalBasis][locale] },
    recipients: recipientViews(locale, (recipient) => isReceived(recipient, category, map)),
    kept: ruleText(rule, locale),
    firstEnd: ends[0]?.toISOString() ?? null,
    lastEnd: ends[1]?.toISOString() ?? null,
    atErasure: erasureText(map, locale),
    exported: excluded === null,
    notExportedBecause: excluded ? EXCLUSIONS[excluded][locale] : null,
  };
}

/** Who runs our machines sees what is on them; a processor that work is sent to sees the tables that say so. */
const isReceived = (recipient: Recipient, category: Category, { sharedWith }: TableMap): boolean =>
  recipient.services.every((service) => service === "models")
    ? sharedWith.includes(recipient.id)
    : receives(recipient, category);

/** The recipients of this deployment that pass, for a reader. */
export function recipientViews(
  locale: Locale,
  passes: (recipient: Recipient) => boolean = () => true,
): RecipientView[] {
  return recipientsOf(config)
    .filter(passes)
    .map(({ id }) => {
      const { name, country, outsideUnion } = PROCESSORS[id];
      return { id, name, country, countryName: countryName(PROCESSORS[id], locale), outsideUnion };
    });
}

const DELETED = { en: "deleted with the account", fr: "supprimé avec le compte" };
const ANONYMISED = { en: "kept without your name", fr: "conservé sans votre nom" };
function erasureText({ onErase }: TableMap, locale: Locale): string {
  if (onErase === "delete") return DELETED[locale];
  if ("anonymise" in onErase) return ANONYMISED[locale];
  return locale === "fr"
    ? `conservé après le compte : ${ruleText(onErase.keep, locale)}`
    : `kept after the account: ${ruleText(onErase.keep, locale)}`;
}
