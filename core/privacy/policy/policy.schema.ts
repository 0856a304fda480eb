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

/** With the SHA-256 of its text, the same for whoever reads that version, and the list of all versions. */
export const PolicyView = v.object({
  ...PolicyDocument.entries,
  sha256: v.string(),
  current: v.boolean(),
  versions: v.array(v.object({ version: v.number(), date: v.string() })),
});
export type PolicyView = v.InferOutput<typeof PolicyView>;

/** The reader's language, when the address names it. */
export const PolicyQuery = v.object({ lang: v.optional(Locale) });
