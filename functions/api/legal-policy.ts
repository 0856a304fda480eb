/** The privacy policy as a page. */
import type { Locale } from "../../core/base/locale.ts";
import { dayText } from "../../core/privacy/policy/day.ts";
import type { PolicyView } from "../../core/privacy/policy/policy.schema.ts";
import type { LegalPage } from "./legal-layout.ts";

type Entry = PolicyView["versions"][number];

const WORDS = {
  en: {
    version: (number: number) => `Version ${number}`,
    states: {
      replaced: "This version has been replaced and is kept as it was published.",
      upcoming: (day: string) => `This version applies from ${day}. Until then the one before it does.`,
      draft: "This version is a draft: it is shown on this machine and has not been published.",
    },
    next: (number: number, day: string) => `Version ${number} applies from ${day}; it is linked below.`,
    versions: "All versions",
    marks: { in_force: "in force", upcoming: "from", draft: "draft", replaced: "" },
    digest: "SHA-256 of this text",
  },
  fr: {
    version: (number: number) => `Version ${number}`,
    states: {
      replaced: "Cette version a été remplacée et reste conservée telle qu’elle a été publiée.",
      upcoming: (day: string) =>
        `Cette version s’applique à compter du ${day}. Jusque-là, la précédente s’applique.`,
      draft: "Cette version est un projet : elle est montrée sur cette machine et n’a pas été publiée.",
    },
    next: (number: number, day: string) =>
      `La version ${number} s’applique à compter du ${day} ; le lien figure plus bas.`,
    versions: "Toutes les versions",
    marks: { in_force: "en vigueur", upcoming: "à compter du", draft: "projet", replaced: "" },
    digest: "Empreinte SHA-256 de ce texte",
  },
} as const;

/** One version, with links to the others. */
export function policyPage(policy: PolicyView): LegalPage {
  const words = WORDS[policy.locale];
  return {
    title: policy.title,
    intro: [
      `${policy.dateText} · ${words.version(policy.version)}`,
      ...standing(policy, policy.locale),
      ...(policy.current ? announced(policy) : []),
    ],
    parts: [
      ...policy.sections.map(({ number, title, blocks }) => ({
        id: `section-${number}`,
        title: `${number}. ${title}`,
        blocks,
      })),
      {
        id: "versions",
        title: words.versions,
        blocks: [{ text: `${words.digest}${policy.locale === "fr" ? "\u202f:" : ":"} ${policy.sha256}` }],
        links: policy.versions.map((entry) => ({
          href: `/policy/${entry.version}`,
          text: `${words.version(entry.version)}, ${dayText(entry.date, policy.locale)}${mark(entry, policy.locale)}`,
        })),
      },
    ],
  };
}

/** What a version that is not in force has to say of itself. */
function standing({ state, effectiveOn }: Entry, locale: Locale): string[] {
  const { states } = WORDS[locale];
  if (state === "in_force") return [];
  if (state !== "upcoming") return [states[state]];
  return effectiveOn ? [states.upcoming(dayText(effectiveOn, locale))] : [];
}

/** Versions that have been published and do not apply yet. */
const announced = ({ versions, locale }: PolicyView): string[] =>
  versions.flatMap(({ version, state, effectiveOn }) =>
    state === "upcoming" && effectiveOn ? [WORDS[locale].next(version, dayText(effectiveOn, locale))] : [],
  );

function mark({ state, effectiveOn }: Entry, locale: Locale): string {
  const word = WORDS[locale].marks[state];
  const day = state === "upcoming" && effectiveOn ? ` ${dayText(effectiveOn, locale)}` : "";
  return word ? ` (${word}${day})` : "";
}
