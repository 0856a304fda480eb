/**
 * The record of processing activities (GDPR art. 30), computed from the data map, the places outside the tables and the
 * recipients of the deployment. The policy is written from the same record.
 */
import { PROCESSORS, type ProcessorId, recordOf } from "../../base/processor.ts";
import { allPlaces, allTables } from "../inventory.ts";
import { type Category, type LegalBasis, mapOf, type Purpose, type TableMap } from "../map.ts";
import { ruleOf } from "../period.ts";
import { receives, recipientsOf, type Service, type Whereabouts } from "../recipients.ts";
import type { RetentionRule } from "../retention.ts";
import { PURPOSES } from "../words.ts";

export type Activity = {
  purpose: Purpose;
  bases: LegalBasis[];
  /** What is held for it; empty for a purpose that holds nothing yet. */
  categories: Category[];
  retention: RetentionRule[];
  recipients: ProcessorId[];
  /** Recipients outside the Union, with what the transfer rests on. */
  transfers: { processor: ProcessorId; clausesSignedOn: string | null; assessment: string | null }[];
  /** The tables and places behind it. */
  held: string[];
};

/** The bases that section 02 of the policy names for each purpose; tables may add others, such as a consent. */
const DECLARED: Record<Purpose, readonly LegalBasis[]> = {
  account: ["contract"],
  orders: ["contract", "legal_obligation"],
  generation: ["contract"],
  security: ["legitimate_interest"],
  support: ["contract", "legitimate_interest"],
  legal: ["legal_obligation"],
  marketing: ["consent"],
  analytics: ["consent"],
  personalization: ["consent"],
};

/** Services that a purpose uses although nothing is held for it alone. */
const USES: Partial<Record<Purpose, readonly Service[]>> = { marketing: ["mail"] };

type Holding = Pick<TableMap, "purpose" | "legalBasis" | "sharedWith"> & {
  name: string;
  categories: Category[];
  rule: RetentionRule;
};

/** Everything that holds something, table or not, in one shape. */
function holdings(): Holding[] {
  const fromTables = allTables().map(({ key: name, table }): Holding => {
    const { purpose, legalBasis, sharedWith, columns } = mapOf(table);
    const categories = [...new Set(Object.values(columns))];
    return { name, purpose, legalBasis, sharedWith, categories, rule: ruleOf(table) };
  });
  const fromPlaces = allPlaces().map(
    ({ kind, name, purpose, legalBasis, holds, retention }): Holding => ({
      name: `${kind}: ${name}`,
      purpose,
      legalBasis,
      sharedWith: [],
      categories: [...holds],
      rule: retention,
    }),
  );
  return [...fromTables, ...fromPlaces];
}

/** One activity for each purpose, in the order of the policy. */
export function recordOfProcessing(where: Whereabouts): Activity[] {
  const all = holdings();
  return (Object.keys(PURPOSES) as Purpose[]).map((purpose) => {
    const own = all.filter((holding) => holding.purpose === purpose);
    const categories = unique(own.flatMap((holding) => holding.categories));
    const shared = own.flatMap(({ sharedWith }) => sharedWith);
    const recipients = recipientsOf(where).filter((recipient) => {
      if (recipient.services.some((service) => USES[purpose]?.includes(service))) return true;
      return recipient.services.every((service) => service === "models")
        ? shared.includes(recipient.id)
        : categories.some((category) => receives(recipient, category));
    });
    const ids = recipients.map(({ id }) => id);
    return {
      purpose,
      bases: unique([...DECLARED[purpose], ...own.map(({ legalBasis }) => legalBasis)]),
      categories,
      retention: unique(own.map(({ rule }) => rule)),
      recipients: ids,
      transfers: ids.filter((id) => PROCESSORS[id].outsideUnion).map(transferOf),
      held: own.map(({ name }) => name),
    };
  });
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

function transferOf(processor: ProcessorId): Activity["transfers"][number] {
  const { clauses, assessment } = recordOf(processor);
  return {
    processor,
    clausesSignedOn: clauses?.signedOn ?? null,
    assessment: assessment ? `${assessment.id}, ${assessment.assessedOn}, ${assessment.reviewBy}` : null,
  };
}
