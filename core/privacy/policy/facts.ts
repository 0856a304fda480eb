/**
 * What the policy's sentences are made from: the data map, the retention constants, the registry of processors, the
 * cookie registry and where this deployment is. The prose is in text-en.ts and text-fr.ts.
 */
import { isStandIn } from "../../base/config.ts";
import type { Locale } from "../../base/locale.ts";
import { countryName, PROCESSORS } from "../../base/processor.ts";
import { bannerNeeded, STORED_ITEMS } from "../cookies.ts";
import type { Category, Purpose } from "../map.ts";
import { type Recipient, recipientsOf, type Service, type Whereabouts } from "../recipients.ts";
import { type Activity, recordOfProcessing } from "../record/record.ts";
import { RETENTION, type RetentionRule } from "../retention.ts";
import { BASES, PURPOSES, periodText, RULES, ruleText, type Words } from "../words.ts";

export type Facts = {
  purposes: { code: Purpose; text: string; bases: string; kept: string[]; recipients: string }[];
  recipients: { name: string; place: string; services: string; outsideUnion: boolean }[];
  rules: { rule: RetentionRule; what: string; kept: string }[];
  cookies: { name: string; life: string; purpose: string }[];
  banner: boolean;
  /** Nothing of it exists before orders and voice cloning do: the map says so. */
  holds(category: Category): boolean;
  /** Everything runs on the reader's own machine. */
  local: boolean;
  /** The model provider is the stand-in that ships with the code. */
  standIn: boolean;
  graceDays: number;
  exportDays: number;
};

/** What each kind of service is called in the list of recipients. */
export const SERVICE_WORDS: Record<Service, Words> = {
  hosting: { en: "application hosting", fr: "hébergement de l’application" },
  database: { en: "database", fr: "base de données" },
  storage: {
    en: "storage of uploaded and generated files",
    fr: "stockage des fichiers téléversés et générés",
  },
  queues: { en: "queues between parts of the service", fr: "files d’attente entre les parties du service" },
  mail: { en: "sending of mails", fr: "envoi des e-mails" },
  models: { en: "generative AI models", fr: "modèles d’IA générative" },
};

/** Reads everything for one deployment and one language. */
export function factsOf(where: Whereabouts, locale: Locale): Facts {
  const recipients = recipientsOf(where);
  const activities = recordOfProcessing(where);
  const held = new Set(activities.flatMap(({ categories }) => categories));
  return {
    purposes: activities.map((activity) => purposeFacts(activity, locale)),
    recipients: recipients.map((recipient) => recipientFacts(recipient, locale)),
    rules: (Object.keys(RETENTION) as RetentionRule[]).map((rule) => ({
      rule,
      what: RULES[rule].what[locale],
      kept: ruleText(rule, locale),
    })),
    cookies: STORED_ITEMS.map(({ name, seconds, purpose }) => ({
      name,
      life: lifeText(seconds, locale),
      purpose: purpose[locale],
    })),
    banner: bannerNeeded(),
    holds: (category) => held.has(category),
    local: where.STAGE === "local",
    standIn: isStandIn(where.MINIMAX_BASE_URL),
    graceDays: RETENTION.closing.days,
    exportDays: RETENTION.exports.days,
  };
}

function purposeFacts(activity: Activity, locale: Locale): Facts["purposes"][number] {
  return {
    code: activity.purpose,
    text: PURPOSES[activity.purpose][locale],
    bases: listOf(
      activity.bases.map((basis) => BASES[basis][locale]),
      locale,
    ),
    kept: activity.retention.map((rule) => {
      const period = periodText(RETENTION[rule], locale) ?? RULES[rule].from[locale];
      return `${RULES[rule].what[locale]} (${period})`;
    }),
    recipients: listOf(
      activity.recipients.map((id) => PROCESSORS[id].name),
      locale,
    ),
  };
}

const REGION = { en: (name: string) => `${name} region`, fr: (name: string) => `région ${name}` };
function recipientFacts({ id, services }: Recipient, locale: Locale): Facts["recipients"][number] {
  const { name, outsideUnion, region } = PROCESSORS[id];
  const country = countryName(PROCESSORS[id], locale);
  return {
    name,
    place: region ? `${country}, ${REGION[locale](region)}` : country,
    services: listOf(
      services.map((service) => SERVICE_WORDS[service][locale]),
      locale,
    ),
    outsideUnion,
  };
}

/** A line of a list begins with a capital letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "a, b and c" as each language says it; empty for nothing. */
export const listOf = (parts: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);

const CLOSED = { en: "until the browser is closed", fr: "jusqu’à la fermeture du navigateur" };
/** How long something stays in a browser. */
export function lifeText(seconds: number | null, locale: Locale): string {
  if (seconds === null) return CLOSED[locale];
  return periodText({ days: Math.round(seconds / 86_400) }, locale) ?? "";
}
