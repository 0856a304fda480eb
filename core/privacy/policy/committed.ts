/** The texts in versions/, loaded when somebody reads one. A test holds the list complete. */
import * as v from "valibot";
import type { Config } from "../../base/config.ts";
import type { Locale } from "../../base/locale.ts";
import { PolicyDocument } from "./policy.schema.ts";

type Load = () => Promise<{ default: unknown }>;

export const TEXTS: Record<string, Load> = {
  "1.en": () => import("./versions/1.en.json", { with: { type: "json" } }),
  "1.fr": () => import("./versions/1.fr.json", { with: { type: "json" } }),
  "2.aws.en": () => import("./versions/2.aws.en.json", { with: { type: "json" } }),
  "2.aws.fr": () => import("./versions/2.aws.fr.json", { with: { type: "json" } }),
  "2.host.en": () => import("./versions/2.host.en.json", { with: { type: "json" } }),
  "2.host.fr": () => import("./versions/2.host.fr.json", { with: { type: "json" } }),
};

/** A version as it was written for a kind of deployment; the first one was the same for all. */
export async function committedPolicy(
  version: number,
  deployment: Config["DEPLOYMENT"],
  locale: Locale,
): Promise<PolicyDocument> {
  const load = TEXTS[`${version}.${deployment}.${locale}`] ?? TEXTS[`${version}.${locale}`];
  if (!load) throw new Error("a version of the policy without its text");
  return v.parse(PolicyDocument, (await load()).default);
}
