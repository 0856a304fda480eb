/**
 * What GDPR art. 15(1) and (2) entitle a person to know beside the copy: why, which kinds, who really received it and
 * when, for how long, which rights, whom to complain to, from where, no automated decision, transfers and safeguards.
 * Computed from the data map, the deployment and the person's own transfer ledger.
 */
import { eq, max, min, sql } from "drizzle-orm";
import { config } from "../../base/config.ts";
import { db } from "../../base/database.ts";
import type { Id } from "../../base/id.ts";
import { AUTHORITY, addressOf, LEGAL_ENTITY } from "../../base/legal-entity.ts";
import type { Locale } from "../../base/locale.ts";
import { countryName, isReplaced, PROCESSORS, processorName, recordOf } from "../../base/processor.ts";
import { CATEGORY_WORDS } from "../category-words.ts";
import { allPlaces } from "../inventory.ts";
import { type Category, mapOf } from "../map.ts";
import { categoriesAt, recipientsOf } from "../recipients.ts";
import type { RetentionRule } from "../retention.ts";
import { transfer } from "../transfer.sql.ts";
import { BASES, PURPOSES, ruleText } from "../words.ts";
import { ALL_TABLES } from "./tables.ts";
import { SHEET_WORDS } from "./words.ts";

/** Where the sheet lies in an archive. */
export const SHEET_PATH = "article-15.json";

export type Sheet = Awaited<ReturnType<typeof article15>>;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Each purpose with its bases, its kinds of data, and how long they are kept. */
function purposesIn(locale: Locale) {
  const held = [
    ...ALL_TABLES.map((table) => {
      const { purpose, legalBasis, columns, retention } = mapOf(table);
      return {
        purpose,
        legalBasis,
        categories: Object.values(columns),
        rule: "rule" in retention ? retention.rule : undefined,
      };
    }),
    ...allPlaces().map(({ purpose, legalBasis, holds, retention }) => ({
      purpose,
      legalBasis,
      categories: [...holds],
      rule: retention as RetentionRule | undefined,
    })),
  ];
  return unique(held.map(({ purpose }) => purpose)).map((purpose) => {
    const mine = held.filter((entry) => entry.purpose === purpose);
    return {
      purpose: PURPOSES[purpose][locale],
      legalBases: unique(mine.map(({ legalBasis }) => BASES[legalBasis][locale])),
      categories: unique(mine.flatMap(({ categories }) => categories)).map(
        (category) => CATEGORY_WORDS[category].name[locale],
      ),
      periods: unique(mine.flatMap(({ rule }) => rule ?? [])).map((rule) => ruleText(rule, locale)),
    };
  });
}

/** Who holds data because the service runs there. */
function holdersIn(locale: Locale) {
  const categories = Object.keys(CATEGORY_WORDS) as Category[];
  return recipientsOf(config).map((recipient) => ({
    name: PROCESSORS[recipient.id].name,
    country: countryName(PROCESSORS[recipient.id], locale),
    services: recipient.services.map((service) => SHEET_WORDS[locale].services[service]),
    categories: categoriesAt(recipient, categories).map((category) => CATEGORY_WORDS[category].name[locale]),
  }));
}

/** Who was really sent something, how often, and from when to when. */
async function transfersOf(accountId: Id<"account">, locale: Locale) {
  const rows = await db()
    .select({
      processor: transfer.processor,
      calls: sql<number>`count(*)::int`,
      bytes: sql<number>`sum(${transfer.bytes})::float8`,
      firstAt: min(transfer.createdAt),
      lastAt: max(transfer.createdAt),
      fields: sql<string[]>`(select json_agg(distinct f order by f) from ${transfer} t, unnest(t.fields) f
        where t.account_id = ${accountId}::uuid and t.processor = ${transfer.processor})`,
    })
    .from(transfer)
    .where(eq(transfer.accountId, accountId))
    .groupBy(transfer.processor)
    .orderBy(transfer.processor);
  return rows.map((row) => {
    const processor = PROCESSORS[row.processor];
    const outsideUnion = processor.outsideUnion && !isReplaced(row.processor);
    const record = outsideUnion ? recordOf(row.processor) : {};
    return {
      recipient: processorName(row.processor, locale),
      country: isReplaced(row.processor) ? null : countryName(processor, locale),
      calls: row.calls,
      bytes: row.bytes,
      fields: row.fields,
      firstAt: row.firstAt?.toISOString() ?? null,
      lastAt: row.lastAt?.toISOString() ?? null,
      outsideUnion,
      safeguards: outsideUnion ? SHEET_WORDS[locale].safeguards : null,
      clausesSignedOn: record.clauses?.signedOn ?? null,
      assessment: record.assessment ?? null,
    };
  });
}

/** The sheet for one person, in a language. Expects the snapshot of the plan. */
export async function article15(accountId: Id<"account">, locale: Locale) {
  const words = SHEET_WORDS[locale];
  return {
    law: "GDPR, Article 15(1) and (2)",
    controller: {
      name: `${LEGAL_ENTITY.name} ${LEGAL_ENTITY.form}`,
      siren: LEGAL_ENTITY.siren,
      address: addressOf(locale),
      contact: LEGAL_ENTITY.contact,
    },
    purposes: purposesIn(locale),
    recipients: holdersIn(locale),
    transfers: await transfersOf(accountId, locale),
    source: words.source,
    rights: words.rights,
    authority: { name: AUTHORITY.name[locale], address: AUTHORITY.address, site: AUTHORITY.site },
    automatedDecisions: words.automatedDecisions,
  };
}
