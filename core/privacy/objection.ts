/**
 * The processings that a person may object to (GDPR art. 21(1)): those that rest on a legitimate interest, as the record
 * of processing says it, each with what is weighed against an objection.
 */
import { config } from "../base/config.ts";
import type { Locale } from "../base/locale.ts";
import type { Purpose } from "./map.ts";
import { capital } from "./policy/facts.ts";
import { recordOfProcessing } from "./record/record.ts";
import type { ObjectionView } from "./why/why.schema.ts";
import { PURPOSES, type Words } from "./words.ts";

/** A test holds the list complete. */
const WEIGHED: Partial<Record<Purpose, Words>> = {
  security: {
    en: "Connections and failed attempts are logged and the database is backed up, so that somebody else’s use of your account can be found and an accident made good. As a rule this weighs more than an objection; we look at yours all the same, and say why.",
    fr: "Les connexions et les tentatives échouées sont consignées et la base de données est sauvegardée, pour qu’un usage de votre compte par autrui puisse être découvert et un accident réparé. En règle générale, cela l’emporte sur une opposition ; nous examinons la vôtre malgré tout, et disons pourquoi.",
  },
  support: {
    en: "What you write to us is read and answered, and nothing besides is held for it in the service. If you object, we stop.",
    fr: "Ce que vous nous écrivez est lu et reçoit une réponse, et rien d’autre n’est conservé pour cela dans le service. Si vous vous y opposez, nous arrêtons.",
  },
};

/** What the panel offers to object to, in the order of the policy. */
export const objectionsIn = (locale: Locale): ObjectionView[] =>
  recordOfProcessing(config)
    .filter(({ bases }) => bases.includes("legitimate_interest"))
    .map(({ purpose }) => ({
      purpose,
      name: capital(PURPOSES[purpose][locale]),
      weighed: WEIGHED[purpose]?.[locale] ?? "",
    }));
