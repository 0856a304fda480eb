import type { PrivacyText } from "../en/privacy.ts";

export const closing: PrivacyText["closing"] = {
  title: "Fermer mon compte",
  lead: "Tout ce qui vous concerne est effacé, sauf ce que la loi nous oblige à garder (RGPD, art. 17).",
  short:
    "Vous choisissez entre 30 jours pendant lesquels vous pouvez changer d’avis, et tout de suite. Vous voyez avant ce qui est perdu et ce que la loi garde.",
  open: "Voir ce que la fermeture entraîne",
  stateTitle: "Votre compte est en cours de fermeture",
  rightsMeanwhile:
    "Votre compte est en cours de fermeture. Vous pouvez tout consulter, tout exporter, retirer des consentements, lever une limitation et révoquer des directives. Pour rectifier des données, limiter le traitement ou donner des directives, annulez d’abord la fermeture : tout va être effacé.",
  cancelFirst: "Annulez d’abord la fermeture.",
};
