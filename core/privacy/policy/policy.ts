/**
 * The privacy policy (GDPR art. 13 and 14): the version in force, the one that has been announced, and the earlier ones,
 * each as it was published. A published text never changes: its SHA-256 stands in versions.json.
 */
import { createHash } from "node:crypto";
import { config } from "../../base/config.ts";
import { AppError } from "../../base/error.ts";
import type { Locale } from "../../base/locale.ts";
import { committedPolicy } from "./committed.ts";
import { generatePolicy } from "./generate.ts";
import { plainText } from "./plain-text.ts";
import type { PolicyDocument, PolicyView } from "./policy.schema.ts";
import { currentVersion, listVersions, newestVersion } from "./versions.ts";

/** A version of the policy, the one in force when none is named. Throws `not_found` for a number that does not exist. */
export async function readPolicy(version: string | undefined, locale: Locale): Promise<PolicyView> {
  const versions = listVersions();
  const entry =
    version === undefined ? currentVersion() : versions.find((each) => String(each.version) === version);
  if (!entry) throw new AppError("not_found");
  const document = await documentOf(entry.version, locale);
  return {
    ...document,
    sha256: createHash("sha256").update(plainText(document)).digest("hex"),
    state: entry.state,
    effectiveOn: entry.effectiveOn,
    current: entry.version === currentVersion().version,
    versions,
  };
}

/** A copy on somebody's own machine says what is true of that machine; whoever serves others, what was published. */
const documentOf = async (version: number, locale: Locale): Promise<PolicyDocument> =>
  config.STAGE === "local" && version === newestVersion().version
    ? generatePolicy(config, locale)
    : committedPolicy(version, config.DEPLOYMENT, locale);
