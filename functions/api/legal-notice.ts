/** The legal notice (LCEN, art. 6 III) and the list of subprocessors, printed from the legal entity and the deployment. */
import { addressOf, LEGAL_ENTITY } from "../../core/base/legal-entity.ts";
import type { Locale } from "../../core/base/locale.ts";
import { countryName, PROCESSORS, recordOf } from "../../core/base/processor.ts";
import { CATEGORY_WORDS } from "../../core/privacy/category-words.ts";
import { dayText } from "../../core/privacy/policy/day.ts";
import { SERVICE_WORDS } from "../../core/privacy/policy/facts.ts";
import {
  categoriesAt,
  type Recipient,
  recipientsOf,
  type Whereabouts,
} from "../../core/privacy/recipients.ts";
import { CATEGORIES } from "../../core/privacy/why/why.schema.ts";
import type { LegalPage } from "./legal-layout.ts";
import { LEGAL_WORDS, type LegalWords } from "./legal-words.ts";

const { name, form, siren, contact } = LEGAL_ENTITY;

/** Publisher, host, and what is made by machines. */
export function noticePage(where: Whereabouts, locale: Locale): LegalPage {
  const words = LEGAL_WORDS[locale];
  const hosts = recipientsOf(where).filter(({ services }) => services.includes("hosting"));
  const hostLines = hosts.map(({ id }) => {
    const host = PROCESSORS[id];
    return [host.name, host.office, countryName(host, locale)].filter(Boolean).join(", ");
  });
  return {
    title: words.noticeTitle,
    intro: [],
    parts: [
      {
        id: "publisher",
        title: words.publisher,
        blocks: [
          { text: `${words.published} ${name}, ${form}, SIREN ${siren}, ${addressOf(locale)}.` },
          { text: `${words.contact} ${contact}` },
        ],
      },
      {
        id: "host",
        title: words.host,
        blocks: hostLines.length > 0 ? hostLines.map((text) => ({ text })) : [{ text: words.localHost }],
      },
      { id: "content", title: words.made, blocks: [{ text: words.madeText }] },
      { id: "report", title: words.report, blocks: [{ text: `${words.reportText} ${contact}` }] },
    ],
  };
}

/** Every recipient of this deployment: where it is, what it does and receives, and what was signed when. */
export function subprocessorsPage(where: Whereabouts, locale: Locale): LegalPage {
  const words = LEGAL_WORDS[locale];
  const recipients = recipientsOf(where);
  const standIn = !recipients.some(({ services }) => services.includes("models"));
  return {
    title: words.subprocessorsTitle,
    intro: [
      words.subprocessorsIntro,
      ...(recipients.length === 0 ? [words.localOnly] : []),
      ...(standIn ? [words.standIn] : []),
    ],
    parts: recipients.map((recipient) => ({
      id: recipient.id,
      title: PROCESSORS[recipient.id].name,
      blocks: [{ text: words.sheet, items: sheetOf(recipient, words, locale) }],
    })),
  };
}

function sheetOf(recipient: Recipient, words: LegalWords, locale: Locale): string[] {
  const { id, services } = recipient;
  const processor = PROCESSORS[id];
  const { agreement, clauses, assessment } = recordOf(id);
  const day = (date: string) => dayText(date, locale);
  const names = categoriesAt(recipient, CATEGORIES).map((category) =>
    CATEGORY_WORDS[category].name[locale].toLowerCase(),
  );
  const place = [countryName(processor, locale), processor.region].filter(Boolean).join(", ");
  return [
    `${words.place}: ${place}`,
    `${words.role}: ${services.map((service) => SERVICE_WORDS[service][locale]).join(", ")}`,
    `${words.receives}: ${names.join(", ")}`,
    `${words.agreement}: ${agreement ? `${agreement.reference}, ${day(agreement.signedOn)}, ${agreement.contact}` : words.noRecord}`,
    ...(processor.outsideUnion
      ? [
          `${words.clauses}: ${clauses ? day(clauses.signedOn) : words.noRecord}`,
          `${words.assessment}: ${assessment ? `${assessment.id}, ${day(assessment.assessedOn)}, ${words.reviewBy} ${day(assessment.reviewBy)}` : words.noRecord}`,
        ]
      : []),
  ];
}
