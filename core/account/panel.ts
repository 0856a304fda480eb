/**
 * "GDPR & my data" as it opens: what is held, exports, consents, restriction and directives, each as its own address
 * gives it, all of one instant and in one round trip to the database.
 */
import { me } from "../base/actor.ts";
import { Nothing, query } from "../base/command.ts";
import { together } from "../base/together.ts";
import { selectConsents, viewConsents } from "../consent/consent.ts";
import { selectDirective, viewDirective } from "../directive/directive.ts";
import { selectExports, viewExports } from "../privacy/export/export.ts";
import { selectCounts, viewCounts } from "../privacy/why/count-held.ts";
import { summaryOf } from "../privacy/why/summary.ts";
import type { PrivacyPanel } from "./panel.schema.ts";
import { selectRestriction, viewRestriction } from "./restriction.ts";

/** The panel of the signed-in account, in every state of it. */
export const readPanel = query(Nothing, async (): Promise<PrivacyPanel> => {
  const found = await together({
    counts: selectCounts(me()),
    ...selectExports(),
    ...selectConsents(),
    ...selectRestriction(),
    ...selectDirective(),
  });
  return {
    ...summaryOf(viewCounts(found.counts)),
    exports: viewExports(found),
    consents: viewConsents(found),
    restriction: viewRestriction(found),
    directive: viewDirective(found),
  };
});
