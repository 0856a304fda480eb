/** The privacy policy as a page. */
import { dayText } from "../../core/privacy/policy/generate.ts";
import type { PolicyView } from "../../core/privacy/policy/policy.schema.ts";
import type { LegalPage } from "./legal-layout.ts";

const WORDS = {
  en: {
    version: (number: number) => `Version ${number}`,
    replaced: "This version has been replaced and is kept as it was published.",
    versions: "All versions",
    current: "in force",
    digest: "SHA-256 of this text",
  },
  fr: {
    version: (number: number) => `Version ${number}`,
    replaced: "Cette version a été remplacée et reste conservée telle qu’elle a été publiée.",
    versions: "Toutes les versions",
    current: "en vigueur",
    digest: "SHA-256 de ce texte",
  },
} as const;

/** One version, with links to the others. */
export function policyPage(policy: PolicyView): LegalPage {
  const words = WORDS[policy.locale];
  const newest = policy.versions.at(-1)?.version;
  return {
    title: policy.title,
    intro: [
      `${policy.dateText} · ${words.version(policy.version)}`,
      ...(policy.current ? [] : [words.replaced]),
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
        blocks: [{ text: `${words.digest}: ${policy.sha256}` }],
        links: policy.versions.map(({ version, date }) => ({
          href: `/policy/${version}`,
          text: `${words.version(version)}, ${dayText(date, policy.locale)}${version === newest ? ` (${words.current})` : ""}`,
        })),
      },
    ],
  };
}
