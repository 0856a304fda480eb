/** The policy in English. What a sentence says of this deployment comes from the facts; the rest is policy of 4 May 2026. */
import { AUTHORITY, addressOf, LEGAL_ENTITY, SERVICE } from "../../base/legal-entity.ts";
import { CATEGORY_WORDS } from "../category-words.ts";
import type { Category } from "../map.ts";
import { CATEGORIES } from "../why/why.schema.ts";
import { capital, type Facts } from "./facts.ts";
import type { Section } from "./policy.schema.ts";

const { name, form, siren, contact } = LEGAL_ENTITY;
const PANEL = "'Settings > GDPR & my data'";

export const TITLE_EN = "Privacy Policy";

/** All sections, in the order of the policy. */
export const sectionsEn = (facts: Facts): Section[] => [
  controller(),
  purposes(facts),
  categories(facts),
  voice(facts),
  recipients(facts),
  retention(facts),
  rights(facts),
  cookies(facts),
];

const controller = (): Section => ({
  number: "01",
  title: "Data Controller",
  blocks: [
    {
      text: `The controller for personal data collected via the ${SERVICE} service is ${name}, an ${form} registered under SIREN ${siren}, with its registered office at ${addressOf("en")}. This policy informs the user, in accordance with Articles 13 and 14 of Regulation (EU) 2016/679 (GDPR) and the amended French Data Protection Act of 6 January 1978, of the conditions under which personal data is collected, processed and retained.`,
    },
    { text: `For any question or request to exercise rights, the contact is: ${contact}.` },
    {
      text: `${name} has not appointed a Data Protection Officer as it does not meet the mandatory designation criteria set out in Article 37 of the GDPR; nonetheless, an internal GDPR contact point is maintained at the above address.`,
    },
    {
      text: "An email address, a name and a password are needed to open an account; whoever does not give them cannot have one. Everything else is given or not as the user wishes. No decision that has legal effects on a person is taken by automated means alone (Article 22 GDPR).",
    },
  ],
});

const purposes = (facts: Facts): Section => ({
  number: "02",
  title: "Purposes and Legal Bases",
  blocks: [
    {
      text: "Personal data is processed for the following purposes:",
      items: facts.purposes.map(({ text, bases, kept, recipients }) => {
        const period = kept.length > 0 ? kept.join("; ") : "nothing is held in the service for it alone";
        return `${capital(text)}. Legal basis: ${bases}. Kept: ${period}. Recipients: ${recipients || "none besides the controller"}.`;
      }),
    },
  ],
});

const NOT_YET: Partial<Record<Category, string>> = {
  billing: "; none of it is collected before credit packs can be ordered, which is not possible yet",
  biometric: "; none is collected before the feature opens, which it has not yet",
};

const categories = (facts: Facts): Section => ({
  number: "03",
  title: "Categories of Data Collected",
  blocks: [
    {
      text: "The following data is collected:",
      items: CATEGORIES.map((category) => {
        const { name: label, holds } = CATEGORY_WORDS[category];
        return `${label.en} (${holds.en})${facts.holds(category) ? "" : (NOT_YET[category] ?? "")}`;
      }),
    },
    {
      text: "Apart from the opt-in voice cloning feature, no sensitive data within the meaning of Article 9 GDPR is intentionally collected; users are reminded not to upload health, biometric or otherwise sensitive data in the service's other flows.",
    },
  ],
});

const voice = (facts: Facts): Section => ({
  number: "04",
  title: "Biometric data – Voice cloning",
  blocks: [
    ...(facts.holds("biometric")
      ? []
      : [
          {
            text: "The voice cloning feature is not open yet: no voice sample and no voice model exists. Once it opens, the following applies.",
          },
        ]),
    {
      text: "The voice cloning feature relies on the processing of biometric data within the meaning of Article 9.1 GDPR: a short voice sample, voluntarily provided by the user, enables the generation of a voice model that can then synthesize new utterances. The legal basis for this processing is the data subject's explicit consent (Article 9.2.a GDPR), collected at the time the sample is uploaded.",
    },
    {
      text: "This consent is: freely given (the feature is optional and the service remains fully usable without it), specific (limited to voice cloning, with no reuse for other purposes), informed (the user is informed of the transfer to the subprocessor MiniMax in China and of the associated safeguards) and unambiguous (positive validation action separate from the Terms of Use).",
    },
    {
      text: "The user may withdraw consent at any time from their personal account; withdrawal triggers deletion of the voice model and source sample within a maximum of thirty days. Cloned voices are strictly tied to the account that created them: they are neither shared, sold, nor used to train third-party models.",
    },
    {
      text: "No other category of biometric data (fingerprints, facial recognition, etc.) is collected by the service.",
    },
  ],
});

const GATE = {
  text: "Nothing is sent without these clauses, nor once the review date of the assessment of this transfer has passed.",
};
const TRANSFER = [
  {
    text: "The transfer to MiniMax constitutes a transfer outside the European Union to a country lacking an adequacy decision. This transfer is governed by the Standard Contractual Clauses adopted by the European Commission (Implementing Decision 2021/914, module two) and is limited to the prompts and files strictly necessary for the requested generation: no name, address, account number or IP address is sent, and what is known of the place and device is removed from files first.",
  },
  {
    text: `Each request that carries something of the user is recorded without its content, and the user reads the record in ${PANEL}: what was sent, how many bytes, when, on which ground, and when the copy there was deleted. It is deleted there once the request that needed it has ended.`,
  },
];

function recipients(facts: Facts): Section {
  const listed = facts.recipients.map(
    ({ name: who, place, services }) => `${who} (${place}) for ${services}`,
  );
  const here = facts.local
    ? "Application, database, files, queues and mails stay on the machine on which this local copy of the service runs."
    : "";
  const intro =
    listed.length > 0
      ? `${here} In accordance with Article 28 GDPR, ${name} uses the following subprocessors, bound by data processing agreements:`.trim()
      : `${here} No subprocessor receives anything.`.trim();
  return {
    number: "05",
    title: "Subprocessors and Non-EU Transfers",
    blocks: [
      listed.length > 0 ? { text: intro, items: listed } : { text: intro },
      ...(facts.standIn
        ? [
            {
              text: "The generative models are replaced by a stand-in that ships with the service: nothing is transferred outside the European Union.",
            },
          ]
        : [...TRANSFER, ...(facts.local ? [] : [GATE])]),
      ...(facts.holds("billing")
        ? []
        : [
            {
              text: "Payments, once credit packs can be ordered, are processed by Viva Payment Services SA (Greece). It receives nothing before that.",
            },
          ]),
      { text: "Users are advised not to transmit sensitive personal information through prompts." },
    ],
  };
}

const retention = (facts: Facts): Section => ({
  number: "06",
  title: "Retention Periods",
  blocks: [
    {
      text: "The following retention periods apply:",
      items: facts.rules.map(({ what, kept }) => `${capital(what)}: ${kept}`),
    },
    ...(facts.holds("billing")
      ? []
      : [
          {
            text: "Once credit packs can be ordered: invoices and accounting records are kept ten years, in accordance with Article L123-22 of the French Commercial Code; payment data for the time necessary to finalise the transaction, the bank retaining its own records.",
          },
        ]),
  ],
});

const rights = (facts: Facts): Section => ({
  number: "07",
  title: "Rights of Data Subjects",
  blocks: [
    {
      text: "In accordance with Articles 15 to 22 GDPR, the user has the following rights: right of access (Art. 15), right of rectification (Art. 16), right to erasure or 'right to be forgotten' (Art. 17), right to restriction of processing (Art. 18), right to portability of data in a structured, machine-readable format (Art. 20), right to object to processing based on legitimate interest (Art. 21), and the right to define directives concerning the fate of their data after death.",
    },
    {
      text: `Most of these rights are exercised directly and immediately from the user account, in the section ${PANEL}. This integrated panel allows:`,
      items: [
        `viewing and exporting all personal data as ZIP files containing a portable JSON dump together with the user's generated files, ready for ${facts.exportDays} days (Art. 15 and 20)`,
        "granular management of marketing, analytics and personalization consents (Art. 7 and 21)",
        "suspension of processing in read-only mode (Art. 18)",
        `a definitive account deletion request with a ${facts.graceDays}-day grace period, cancellable at any time from the same interface, which the user may also waive (Art. 17)`,
        "directives for after death (Art. 85 of the French Data Protection Act)",
      ],
    },
    {
      text: `For complex requests, prior questions, or for the right of rectification of data not editable from the account, the user may also write to ${contact}, accompanied where necessary by proof of identity; a response will be provided within one month, extendable by two months for complex requests.`,
    },
    {
      text: `In the event of persistent disagreement, the user may lodge a complaint with the ${AUTHORITY.name.en}, ${AUTHORITY.address}, ${AUTHORITY.site}.`,
    },
  ],
});

const cookies = (facts: Facts): Section => ({
  number: "08",
  title: "Cookies",
  blocks: [
    {
      text: `The use of cookies on the ${SERVICE} service is detailed in the Cookie Policy, accessible from the website footer.`,
    },
    {
      text: "Cookies strictly necessary for the operation of the service are placed without prior consent, in accordance with Article 82 of the French Data Protection Act:",
      items: facts.cookies.map(({ name: cookie, life, purpose }) => `${cookie} (${life}): ${purpose}`),
    },
    {
      text: facts.banner
        ? "Non-essential ones are subject to prior, explicit and granular consent collected via the cookie banner displayed on the first visit."
        : "Nothing else is kept in the browser. Any future deposit of non-essential cookies (audience measurement, marketing) would be subject to prior, explicit and granular consent collected via the cookie banner displayed on the first visit.",
    },
    {
      text: `Consent remains revocable at any time from the user account's GDPR panel (${PANEL}), as easily as it was given.`,
    },
  ],
});
