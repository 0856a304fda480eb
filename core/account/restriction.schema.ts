/** What goes in and out of the restriction of processing. */
import * as v from "valibot";

/** What the yearly purge of content does meanwhile. */
export const PURGE_CHOICES = ["keep", "as_usual"] as const;
export type PurgeChoice = (typeof PURGE_CHOICES)[number];
/** What becomes of results that came meanwhile: delivered and charged, or deleted and refunded. */
export const SEALED_CHOICES = ["keep", "discard"] as const;
export type SealedChoice = (typeof SEALED_CHOICES)[number];

export const RestrictionRequest = v.strictObject({ purge: v.picklist(PURGE_CHOICES) });
export const LiftRequest = v.strictObject({ sealed: v.picklist(SEALED_CHOICES) });

export const RestrictionView = v.object({
  restricted: v.boolean(),
  since: v.nullable(v.string()),
  /** What was chosen; what is proposed as long as nothing was. */
  purge: v.picklist(PURGE_CHOICES),
  /** Lifting was announced, and until when it can be confirmed; null when none waits. */
  lift: v.nullable(v.object({ announcedAt: v.string(), confirmBefore: v.string() })),
  /** What was made or is being made meanwhile: to be kept for this price, or discarded for nothing. */
  sealed: v.object({ generations: v.number(), underWay: v.number(), credits: v.number() }),
});
export type RestrictionView = v.InferOutput<typeof RestrictionView>;
