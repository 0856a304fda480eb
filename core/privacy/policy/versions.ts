/**
 * The versions of the policy (versions.json). A published one never changes, and applies from its own day on; until then
 * the one before it does. The draft is what the code says today: it is written anew with every change of the data map
 * (npm run policy), and becomes the next version when it is published (npm run policy -- publish <day>). Nobody is shown
 * a draft but whoever tries the service on a machine of his own.
 */
import * as v from "valibot";
import { now } from "../../base/clock.ts";
import { config } from "../../base/config.ts";
import { dayInFrance, daysAfter } from "./day.ts";
import stored from "./versions.json" with { type: "json" };
import { type Published, Versions } from "./versions.schema.ts";

export type VersionState = "replaced" | "in_force" | "upcoming" | "draft";
/** `effectiveOn` is null for a draft. */
export type Version = { version: number; date: string; effectiveOn: string | null; state: VersionState };

/** For so long after its day an account that was not reached yet is still told of a version. */
const STRAGGLER_DAYS = 30;

const committed: Versions = v.parse(Versions, stored);
let source = committed;

/** Replaces the versions (tests only); without an argument those of the code are restored. */
export function setVersions(replacement: Versions = committed): void {
  source = replacement;
}

/** The number and the day of what the code says today: the draft, or else the newest version that was published. */
export function newestVersion(): { version: number; date: string } {
  const { draft, published } = source;
  const newest = draft ?? published.at(-1);
  if (!newest) throw new Error("a policy without a version");
  return { version: newest.version, date: newest.date };
}

/** All versions that can be read here, as they stand on the day of an instant. */
export function listVersions(at = now()): Version[] {
  const today = dayInFrance(at);
  const { draft, published } = source;
  const shownDraft = config.STAGE === "local" ? draft : null;
  const inForce = published.findLast(({ effectiveOn }) => effectiveOn <= today);
  return [
    ...published.map(({ version, date, effectiveOn }) => ({
      version,
      date,
      effectiveOn,
      state: stateOf(version, shownDraft ? undefined : inForce?.version, effectiveOn > today),
    })),
    ...(shownDraft
      ? [{ version: shownDraft.version, date: shownDraft.date, effectiveOn: null, state: "draft" as const }]
      : []),
  ];
}

const stateOf = (version: number, inForce: number | undefined, isAhead: boolean): VersionState =>
  isAhead ? "upcoming" : version === inForce ? "in_force" : "replaced";

/** The version that applies to whoever reads it then: the one in force, or the draft on a machine of one's own. */
export function currentVersion(at = now()): Version {
  const current = listVersions(at).findLast(({ state }) => state === "in_force" || state === "draft");
  if (!current) throw new Error("no version of the policy is in force");
  return current;
}

/** A published version. Throws for a number that was never published. */
export function publishedVersion(version: number): Published {
  const found = source.published.find((each) => each.version === version);
  if (!found) throw new Error("a version of the policy that was never published");
  return found;
}

/** The version that accounts are to be told of now, if any: the newest, from its publication until a while after its day. */
export function versionToAnnounce(): Published | undefined {
  const newest = source.published.at(-1);
  const today = dayInFrance(now());
  return newest?.changes && today <= daysAfter(newest.effectiveOn, STRAGGLER_DAYS) ? newest : undefined;
}

/** The newest published version. */
export const newestPublished = (): Published | undefined => source.published.at(-1);
