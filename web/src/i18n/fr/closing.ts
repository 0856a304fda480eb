import type { ClosingText } from "../en/closing.ts";

export const text: ClosingText = {
  lostHeading: "Ce qui est effacé",
  lostLead: "Avec chaque fichier. Personne ne pourra le faire revenir.",
  exportFirst: "Tout exporter d’abord",
  rows: (count, written) => `${written} ${count < 2 ? "entrée" : "entrées"}`,
  keptHeading: "Ce que la loi garde",
  keptLead: "Sans votre nom quand c’est possible, et pour rien d’autre.",
  keptNothing: "Rien.",
  keptWhy: "Pourquoi :",
  years: (count, written) => `${written} ${count < 2 ? "an" : "ans"}`,
  days: (count, written) => `${written} ${count < 2 ? "jour" : "jours"}`,
  hours: (count, written) => `${written} ${count < 2 ? "heure" : "heures"}`,
  withAccount: "pas plus longtemps que votre compte",
  underWay: (count, written) =>
    count < 2
      ? `${written} création en cours est arrêtée ; ses crédits vous reviennent d’abord.`
      : `${written} créations en cours sont arrêtées ; leurs crédits vous reviennent d’abord.`,
  backups: (period) =>
    `Les sauvegardes de la base de données le conservent encore ${period} au plus. Aucune n’est utilisée avant que l’effacement y ait été refait.`,
  sessions: "Tous vos autres appareils sont déconnectés aussitôt.",
  whenHeading: "Quand",
  grace: "Dans 30 jours",
  graceText: "Vous pouvez annuler jusque-là ; dans ce cas, rien n’est perdu.",
  now: "Tout de suite",
  nowText: "Sans les 30 jours. C’est irréversible.",
  erasedOn: "Effacement le",
  confirmation: "Saisissez votre adresse e‑mail pour confirmer",
  confirmFirst: "Saisissez votre adresse telle qu’elle figure sous le champ.",
  credits: (credits, euros) => `J’abandonne ${credits} (soit ${euros}).`,
  creditsFirst:
    "Cochez la case ci-dessus pour continuer : les crédits non dépensés prennent fin avec le compte.",
  sendGrace: "Fermer mon compte dans 30 jours",
  sendNow: "Effacer mon compte tout de suite",
  back: "Garder mon compte",
  wait: "Attendre les 30 jours",

  stateLead: "Il sera effacé le",
  stateText:
    "D’ici là, rien n’est supprimé. Se connecter n’y change rien : vous seul l’annulez, avec le bouton ci-dessous.",
  asked: "Vous l’avez demandé le",
  cancel: "Annuler la fermeture",
  cancelHint: "Votre compte redevient ce qu’il était, avec tout ce qu’il contient.",
  cancelled: "La fermeture est annulée. Votre compte est de nouveau ouvert.",
  otherRights: "Vos données et vos autres droits",
  otherRightsHint: "Tout exporter, retirer un consentement, voir ce qui est détenu.",
  sendNowHint:
    "Sans attendre cette date. La page suivante montre ce qui est perdu et demande votre confirmation.",
  signOut: "Se déconnecter",
  startedTitle: "Votre compte est en cours d’effacement",
  startedText:
    "L’effacement ne peut plus être annulé, et vous êtes déconnecté partout. Une fois l’effacement terminé, un dernier message avec le certificat signé arrive à votre adresse, en règle générale dans la demi-heure ; dès lors, un nouveau compte peut être ouvert à cette adresse.",
  signedOutTitle: "Effacement d’un compte",
  signedOutText:
    "Personne n’est connecté ici. Si vous venez de demander l’effacement de votre compte, il se poursuit de lui‑même, et un dernier message avec le certificat signé arrive à votre adresse une fois qu’il est terminé. Sinon, rien n’a changé pour vous.",
  toStart: "Vers la page d’accueil",
  notClosing: "Votre compte est ouvert",
  notClosingText: "Il n’est pas en cours de fermeture.",
  toPanel: "Revenir à RGPD et mes données",
};
