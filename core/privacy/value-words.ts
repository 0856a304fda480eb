/** What stored codes mean in front of a person, in both languages, where an export shows them. Complete by type. */

import type { SecurityEventKind } from "../audit/security-event.sql.ts";
import { PROCESSORS, type ProcessorId, processorName } from "../base/processor.ts";
import type { Words } from "./words.ts";

const SECURITY_EVENT_WORDS: Record<SecurityEventKind, Words> = {
  signed_up: { en: "signed up", fr: "inscription" },
  email_verified: { en: "address confirmed", fr: "adresse confirmée" },
  signed_in: { en: "signed in", fr: "connexion" },
  sign_in_failed: { en: "sign-in failed", fr: "échec de connexion" },
  sign_in_throttled: { en: "sign-in had to wait", fr: "connexion mise en attente" },
  signed_out: { en: "signed out", fr: "déconnexion" },
  session_revoked: { en: "one session ended", fr: "fin d’une session" },
  sessions_revoked: { en: "all other sessions ended", fr: "fin de toutes les autres sessions" },
  password_changed: { en: "password changed", fr: "mot de passe changé" },
  password_reset_requested: { en: "new password asked for", fr: "nouveau mot de passe demandé" },
  password_reset: { en: "new password set", fr: "nouveau mot de passe choisi" },
  email_change_requested: { en: "change of address asked for", fr: "changement d’adresse demandé" },
  email_changed: { en: "address changed", fr: "adresse changée" },
  email_change_undone: { en: "change of address undone", fr: "changement d’adresse annulé" },
  processing_restricted: { en: "processing restricted", fr: "traitement limité" },
  lift_announced: { en: "end of the restriction announced", fr: "fin de la limitation annoncée" },
  restriction_lifted: { en: "restriction lifted", fr: "limitation levée" },
  closing_asked: { en: "deletion of the account asked for", fr: "suppression du compte demandée" },
  grace_waived: { en: "the 30 days waived", fr: "renonciation aux 30 jours" },
  closing_cancelled: { en: "deletion of the account cancelled", fr: "suppression du compte annulée" },
  export_requested: { en: "export asked for", fr: "export demandé" },
  export_downloaded: { en: "export downloaded", fr: "export téléchargé" },
  staff_granted: { en: "rights of staff given", fr: "droits du personnel accordés" },
  staff_revoked: { en: "rights of staff taken back", fr: "droits du personnel retirés" },
};

const PROCESSOR_WORDS: Record<string, Words> = Object.fromEntries(
  (Object.keys(PROCESSORS) as ProcessorId[]).map((id) => [
    id,
    { en: processorName(id, "en"), fr: processorName(id, "fr") },
  ]),
);

const VALUE_WORDS: Record<string, Record<string, Words>> = {
  "security_event.kind": SECURITY_EVENT_WORDS,
  "transfer.processor": PROCESSOR_WORDS,
  "remote_item.processor": PROCESSOR_WORDS,
};

/** A stored code in words; undefined for what is no code of this column. */
export const valueWords = (table: string, key: string, value: unknown): Words | undefined =>
  typeof value === "string" ? VALUE_WORDS[`${table}.${key}`]?.[value] : undefined;
