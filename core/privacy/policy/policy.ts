/**
 * The privacy policy: the version in force, generated for this deployment, and the earlier ones as they were published
 * (GDPR art. 13 and 14). A published text never changes: its SHA-256 is held by a test.
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { config } from "../../base/config.ts";
import { AppError } from "../../base/error.ts";
import type { Locale } from "../../base/locale.ts";
import { CURRENT, VERSIONS, type VersionNumber } from "./current.ts";
import { generatePolicy } from "./generate.ts";
import { PolicyDocument, type PolicyView } from "./policy.schema.ts";

type Earlier = Exclude<VersionNumber, (typeof CURRENT)["version"]>;
type Committed = Record<Locale, () => Promise<{ default: unknown }>>;

/** The texts of earlier versions, loaded when somebody reads one. */
const EARLIER: Record<Earlier, Committed> = {
  1: {
    en: () => import("./versions/1.en.json", { with: { type: "json" } }),
    fr: () => import("./versions/1.fr.json", { with: { type: "json" } }),
  },
};

/** A version of the policy, the one in force when none is named. Throws `not_found` for a number that does not exist. */
export async function readPolicy(version: string | undefined, locale: Locale): Promise<PolicyView> {
  const entry = version === undefined ? CURRENT : VERSIONS.find((each) => String(each.version) === version);
  if (!entry) throw new AppError("not_found");
  const document =
    entry.version === CURRENT.version
      ? generatePolicy(config, locale)
      : await readEarlier(entry.version, locale);
  return {
    ...document,
    sha256: createHash("sha256").update(plainText(document)).digest("hex"),
    current: entry.version === CURRENT.version,
    versions: VERSIONS.map((each) => ({ ...each })),
  };
}

async function readEarlier(version: Earlier, locale: Locale): Promise<PolicyDocument> {
  const { default: text } = await EARLIER[version][locale]();
  return v.parse(PolicyDocument, text);
}

/** The whole text without layout: what a version's SHA-256 is taken of. */
export const plainText = ({ title, dateText, sections }: PolicyDocument): string =>
  [
    title,
    dateText,
    ...sections.flatMap(({ number, title: heading, blocks }) => [
      `${number}.${heading}`,
      ...blocks.flatMap(({ text, items }) => [text, ...(items ?? [])]),
    ]),
  ].join("\n");
