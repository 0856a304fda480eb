/**
 * What protects a transfer outside the Union (GDPR art. 46 and 13(1)(f)), as the operator has recorded it: agreement,
 * standard clauses, and the assessment with the day by which it is looked at again. Nothing is claimed that no record
 * says; what is missing is said to be.
 */
import { config } from "../base/config.ts";
import { errorPattern } from "../base/error-text.ts";
import type { Locale } from "../base/locale.ts";
import {
  countryName,
  isReplaced,
  PROCESSORS,
  type ProcessorId,
  processorName,
  recordOf,
  suspensionOf,
} from "../base/processor.ts";
import { dayText } from "./policy/day.ts";
import { recipientsOf } from "./recipients.ts";
import type { ProcessorView, SafeguardView } from "./transfer.schema.ts";
import { SAFEGUARDS } from "./transfer-words.ts";

/** One entry for each recipient of this deployment outside the Union; none where everything stays inside. */
export const safeguardsIn = (locale: Locale): SafeguardView[] =>
  recipientsOf(config)
    .filter(({ id }) => PROCESSORS[id].outsideUnion)
    .map(({ id }) => ({
      processor: processorView(id, locale),
      lines: linesOf(id, locale),
      suspended: suspensionOf(id) ? errorPattern("transfers_suspended", locale) : null,
    }));

/** A processor for a reader. */
export function processorView(id: ProcessorId, locale: Locale): ProcessorView {
  const name = processorName(id, locale);
  if (isReplaced(id)) return { id, name, country: null, countryName: null };
  return { id, name, country: PROCESSORS[id].country, countryName: countryName(PROCESSORS[id], locale) };
}

function linesOf(id: ProcessorId, locale: Locale): string[] {
  const { agreement, clauses, assessment } = recordOf(id);
  const words = SAFEGUARDS[locale];
  const day = (date: string) => dayText(date, locale);
  return [
    agreement ? words.agreement(agreement.reference, day(agreement.signedOn)) : words.noAgreement,
    clauses ? words.clauses(day(clauses.signedOn)) : words.noClauses,
    assessment
      ? words.assessment(assessment.id, day(assessment.assessedOn), day(assessment.reviewBy))
      : words.noAssessment,
  ];
}
