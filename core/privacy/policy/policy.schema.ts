/** The policy as data: what the page, the API and the committed versions have in common. */
import * as v from "valibot";
import { Locale } from "../../base/locale.ts";

/** A paragraph, and the list that it introduces, if any. */
export const Block = v.strictObject({ text: v.string(), items: v.optional(v.array(v.string())) });
export const Section = v.strictObject({ number: v.string(), title: v.string(), blocks: v.array(Block) });

/** One version in one language. `date` is the day it was published, `dateText` as the page says it. */
export const PolicyDocument = v.strictObject({
  version: v.number(),
  date: v.string(),
  locale: Locale,
  title: v.string(),
  dateText: v.string(),
  sections: v.array(Section),
});
export type Block = v.InferOutput<typeof Block>;
export type Section = v.InferOutput<typeof Section>;
export type PolicyDocument = v.InferOutput<typeof PolicyDocument>;

/** `effectiveOn` is the day from which a version applies; null for a draft, which only a local copy shows. */
const Standing = {
  effectiveOn: v.nullable(v.string()),
  state: v.picklist(["replaced", "in_force", "upcoming", "draft"]),
};

/** With the SHA-256 of its text, the same for whoever reads that version, and the list of all versions. */
export const PolicyView = v.object({
  ...PolicyDocument.entries,
  ...Standing,
  sha256: v.string(),
  current: v.boolean(),
  versions: v.array(v.object({ version: v.number(), date: v.string(), ...Standing })),
});
export type PolicyView = v.InferOutput<typeof PolicyView>;

/** The reader's language, when the address names it. */
export const PolicyQuery = v.object({ lang: v.optional(Locale) });

/** That a version was seen: opened from the line that tells of it, or that line put away. */
export const PolicySeen = v.strictObject({
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  how: v.picklist(["opened", "put_away"]),
});

/** A version that the signed-in person has not seen yet, and whether it applies already. */
export const PolicyNews = v.object({ version: v.number(), effectiveOn: v.string(), inForce: v.boolean() });
export type PolicyNews = v.InferOutput<typeof PolicyNews>;
