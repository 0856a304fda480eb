/**
 * What the operator has signed with each processor, as the variable PROCESSOR_RECORDS tells it: JSON by the
 * processor's id. Strict, so that a misspelt key stops the start instead of stopping the transfers.
 */
import * as v from "valibot";

const Day = v.pipe(v.string(), v.isoDate());
const Reference = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(120));

/** The data processing agreement of GDPR art. 28(3), and the address that it names for questions. */
const Agreement = v.strictObject({
  reference: Reference,
  signedOn: Day,
  contact: v.pipe(v.string(), v.email()),
});
/** Standard contractual clauses, Commission Implementing Decision (EU) 2021/914, module two. */
const Clauses = v.strictObject({ signedOn: Day });

const latestReview = (assessedOn: string): string => {
  const day = new Date(`${assessedOn}T00:00:00Z`);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
};
/** The transfer impact assessment of clause 14; it is looked at again after at most twelve months. */
const Assessment = v.pipe(
  v.strictObject({ id: Reference, assessedOn: Day, reviewBy: Day }),
  v.check(
    ({ assessedOn, reviewBy }) => reviewBy > assessedOn && reviewBy <= latestReview(assessedOn),
    "has an assessment to be reviewed later than twelve months after it",
  ),
);

const ProcessorRecord = v.strictObject({
  agreement: v.optional(Agreement),
  clauses: v.optional(Clauses),
  assessment: v.optional(Assessment),
});
export type ProcessorRecord = v.InferOutput<typeof ProcessorRecord>;

/** The variable as a whole. */
export const ProcessorRecords = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    hetzner: v.optional(ProcessorRecord),
    aws: v.optional(ProcessorRecord),
    scaleway: v.optional(ProcessorRecord),
    minimax: v.optional(ProcessorRecord),
  }),
);
