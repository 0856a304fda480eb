/**
 * The versions of the policy. The newest one is generated from the data map and this deployment; the texts of the
 * earlier ones are kept as they were published. A new text is a new number and a new date here, and its committed copy
 * in versions/ (npm run policy), which a test then holds for good.
 */
export const VERSIONS = [
  { version: 1, date: "2026-05-04" },
  { version: 2, date: "2026-11-24" },
] as const satisfies { version: number; date: string }[];

export type VersionNumber = (typeof VERSIONS)[number]["version"];

/** The version in force. */
export const CURRENT = VERSIONS[VERSIONS.length - 1] as (typeof VERSIONS)[1];
