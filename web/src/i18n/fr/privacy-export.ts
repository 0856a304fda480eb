import type { PrivacyText } from "../en/privacy.ts";

export const exports: PrivacyText["exports"] = {
  title: "Tout exporter",
  lead: "Un fichier ZIP avec tout ce qui est détenu à votre sujet, lisible par une personne comme par un programme, et avec chaque fichier que vous avez téléversé ou créé (RGPD, art. 15 et 20). Ce qui n’y est pas y est énuméré, chaque fois avec la raison.",
  ask: "Préparer mon export",
  askAgain: "Préparer un nouvel export",
  asked: "Nous le préparons et vous écrivons quand il est prêt. Vous pouvez quitter cette page.",
  requestedOn: "Export du",
  waiting: "En attente de son tour",
  planning: "Recensement de ce qui est détenu",
  building: (part, parts) => `Écriture de la partie ${part} sur ${parts}`,
  waitingForStorage:
    "En attente du stockage, qui n’accepte pas de fichiers en ce moment. La préparation reprendra d’elle‑même, et rien n’est perdu.",
  progress: "Avancement de l’export",
  progressBytes: (done, total) => `${done} sur ${total}`,
  failed: "Cet export n’a pas pu aboutir. Demandez‑en un nouveau ; rien de vos données n’est perdu.",
  expired: "Supprimé après ses sept jours",
  part: (part, parts) => `Partie ${part} sur ${parts}`,
  whole: "L’export entier",
  download: "Télécharger",
  downloadNamed: (name) => `Télécharger ${name}`,
  keptUntil: "Téléchargeable jusqu’au",
  remove: "Supprimer cet export",
  removeTitle: "Supprimer cet export ?",
  removeText:
    "Seule la copie est supprimée ; vos données restent. Vous pouvez demander un nouvel export à tout moment.",
  removed: "L’export est supprimé.",
  none: "Il n’y a pas d’export pour l’instant.",
  passwordTitle: "Votre mot de passe, s’il vous plaît",
  passwordText:
    "Pour que personne, trouvant cette page ouverte, ne puisse emporter vos données ou fermer votre compte. Il vaut ensuite pour dix minutes.",
  password: "Mot de passe",
  passwordSend: "Continuer",
};
