/** What versions.json holds: the published versions, which never change, and the draft of the next one, if there is one. */
import * as v from "valibot";

const Day = v.pipe(v.string(), v.isoDate());
const Counting = v.pipe(v.number(), v.integer(), v.minValue(1));
const Lines = v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1));
/** What is new in a version, a line for each change: what its mail says. */
const Changes = v.strictObject({ en: Lines, fr: Lines });

const Published = v.strictObject({
  version: Counting,
  /** The day it was published. */
  date: Day,
  /** The day from which it applies, in France. */
  effectiveOn: Day,
  /** Null for the first one. */
  changes: v.nullable(Changes),
  /** SHA-256 (hex) of each of its texts, by the name of its file in versions/. */
  sha256: v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});
export type Published = v.InferOutput<typeof Published>;

const Draft = v.strictObject({ version: Counting, date: Day, changes: Changes });
export type Draft = v.InferOutput<typeof Draft>;

export const Versions = v.strictObject({
  /** Numbered from 1 without a gap; each applies from a later day than the one before it. */
  published: v.pipe(v.array(Published), v.minLength(1)),
  draft: v.nullable(Draft),
});
export type Versions = v.InferOutput<typeof Versions>;
