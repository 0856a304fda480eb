/** What goes in and out of closing an account. */
import * as v from "valibot";
import { RETENTION } from "../privacy/retention.ts";

/** The days in which a closing can be cancelled (policy 07). */
export const GRACE_DAYS = RETENTION.closing.days;

export const ClosingRequest = v.strictObject({
  /** True: erase now, without the 30 days. */
  waiveGrace: v.boolean(),
  /** The account's address, typed: asked for when the 30 days are waived. */
  confirmation: v.optional(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254))),
  /** How many unspent credits are given up, as they were shown. */
  creditsGivenUp: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** How long something is kept, as core/privacy/retention.ts writes it. */
const Period = v.union([
  v.object({ years: v.number() }),
  v.object({ days: v.number() }),
  v.object({ hours: v.number() }),
  v.object({ withSubject: v.literal(true) }),
]);

export const ClosingView = v.object({
  state: v.picklist(["open", "closing", "erasing"]),
  askedAt: v.nullable(v.string()),
  closesAt: v.nullable(v.string()),
  graceWaived: v.boolean(),
  /** It can still be cancelled. */
  cancellable: v.boolean(),
  /** The two dates to choose from, if it were asked for now. */
  choices: v.object({ afterGrace: v.string(), now: v.string() }),
  /** Credits that would be lost, held ones included, and their list value in euro cents. */
  credits: v.object({ unspent: v.number(), valueCents: v.number() }),
  /** Generations that would be stopped, their credits given back first. */
  underWay: v.number(),
  /** What is erased: rows of each table that are about the person, of what purpose and kind. */
  lost: v.array(
    v.object({
      table: v.string(),
      name: v.string(),
      purpose: v.string(),
      categories: v.array(v.string()),
      rows: v.number(),
    }),
  ),
  /** How long backups of the database may hold what is erased. */
  backups: Period,
  /** What the law or its proof keeps, how long, and why, in the reader's language. */
  kept: v.array(
    v.object({
      table: v.string(),
      name: v.string(),
      purpose: v.string(),
      categories: v.array(v.string()),
      rows: v.number(),
      rule: v.string(),
      period: Period,
      because: v.string(),
    }),
  ),
});
export type ClosingView = v.InferOutput<typeof ClosingView>;
