/** "Why do you have this?": what the panel shows of each category, in the reader's language. */
import * as v from "valibot";

export const CATEGORIES = [
  "identity",
  "authentication",
  "billing",
  "connection",
  "content",
  "credits",
  "biometric",
  "preference",
  "technical",
] as const;
export const PURPOSE_CODES = [
  "account",
  "orders",
  "generation",
  "security",
  "support",
  "legal",
  "marketing",
  "analytics",
  "personalization",
] as const;
export const BASIS_CODES = ["contract", "legal_obligation", "legitimate_interest", "consent"] as const;

/** Where the person can change or end it; the pages turn the key into a link. */
export const CHANGE_LINKS = [
  "profile",
  "security",
  "sessions",
  "library",
  "credits",
  "privacy",
  "contact",
] as const;

/** A processor that receives something. `country` is an ISO 3166 code, `countryName` its name for the reader. */
export const RecipientView = v.object({
  id: v.string(),
  name: v.string(),
  country: v.string(),
  countryName: v.string(),
  outsideUnion: v.boolean(),
});

/** One table's part in a category: how many rows are held of the person now, why, and until when. */
export const HeldView = v.object({
  /** Stable key, the name of the table. */
  key: v.string(),
  name: v.string(),
  rows: v.number(),
  purpose: v.object({ code: v.picklist(PURPOSE_CODES), text: v.string() }),
  legalBasis: v.object({ code: v.picklist(BASIS_CODES), text: v.string() }),
  recipients: v.array(RecipientView),
  /** The rule in words, for example "1 year from its creation". */
  kept: v.string(),
  /** When the first and the last of the rows end by that rule; null without rows, or when they end with the account. */
  firstEnd: v.nullable(v.string()),
  lastEnd: v.nullable(v.string()),
  /** What the deletion of the account does to it. */
  atErasure: v.string(),
  /** False when it is not handed out with an export; `notExportedBecause` says why. */
  exported: v.boolean(),
  notExportedBecause: v.nullable(v.string()),
});

export const CategoryView = v.object({
  category: v.picklist(CATEGORIES),
  name: v.string(),
  description: v.string(),
  rows: v.number(),
  held: v.array(HeldView),
  /** What is held itself, for names, addresses and preferences; empty for other categories. */
  values: v.array(v.object({ key: v.string(), name: v.string(), value: v.string() })),
  change: v.array(v.object({ link: v.picklist(CHANGE_LINKS), text: v.string() })),
});
export const HeldData = v.object({ categories: v.array(CategoryView) });
export type HeldData = v.InferOutput<typeof HeldData>;
export type CategoryView = v.InferOutput<typeof CategoryView>;
export type HeldView = v.InferOutput<typeof HeldView>;
export type RecipientView = v.InferOutput<typeof RecipientView>;
export type ChangeLink = (typeof CHANGE_LINKS)[number];

/** A processing that one may object to, and what is weighed against it. */
export const ObjectionView = v.object({ purpose: v.string(), name: v.string(), weighed: v.string() });
export type ObjectionView = v.InferOutput<typeof ObjectionView>;

/** The panel's first view: how much is held of each category, and what has been sent away. */
export const PrivacySummary = v.object({
  categories: v.array(v.object({ category: v.picklist(CATEGORIES), name: v.string(), rows: v.number() })),
  /** Calls in the transfer ledger; sizes and totals are in GET /privacy/transfers. */
  transfers: v.number(),
  /** Why nothing is sent to the model provider at the moment; null when it is. */
  transfersSuspended: v.nullable(v.string()),
  recipients: v.array(RecipientView),
  objections: v.array(ObjectionView),
  policy: v.object({ version: v.number(), date: v.string() }),
});
export type PrivacySummary = v.InferOutput<typeof PrivacySummary>;
