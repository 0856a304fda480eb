/** What comes out of the ledger. */
import * as v from "valibot";
import { idSchema } from "../base/id.ts";

export const CreditBalance = v.object({
  /** Ready to be spent. */
  available: v.number(),
  /** Set aside for generations that are under way. */
  held: v.number(),
  spent: v.number(),
  /** List value of the available credits, in euro cents. */
  valueCents: v.number(),
});
export type CreditBalance = v.InferOutput<typeof CreditBalance>;

export const CreditEntryView = v.object({
  id: idSchema<"credit_entry">(),
  event: v.picklist(["issue", "hold", "capture", "release"]),
  /** What it did to the available credits: negative for a hold, 0 for a capture. */
  change: v.number(),
  credits: v.number(),
  source: v.picklist(["welcome"]),
  generationId: v.nullable(idSchema<"generation">()),
  /** Model of that generation; null when there is none or it has been deleted. */
  model: v.nullable(v.string()),
  createdAt: v.string(),
});
export type CreditEntryView = v.InferOutput<typeof CreditEntryView>;
export const CreditEntryPage = v.object({ items: v.array(CreditEntryView), next: v.nullable(v.string()) });
