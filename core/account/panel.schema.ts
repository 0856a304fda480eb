/** The panel's first view: everything that it shows, in one answer. */
import * as v from "valibot";
import { ConsentPage } from "../consent/consent.schema.ts";
import { DirectiveView } from "../directive/directive.schema.ts";
import { ExportList } from "../privacy/export/export.schema.ts";
import { PrivacySummary } from "../privacy/why/why.schema.ts";
import { RestrictionView } from "./restriction.schema.ts";

export const PrivacyPanel = v.object({
  ...PrivacySummary.entries,
  exports: ExportList,
  consents: ConsentPage,
  restriction: RestrictionView,
  directive: DirectiveView,
});
export type PrivacyPanel = v.InferOutput<typeof PrivacyPanel>;
