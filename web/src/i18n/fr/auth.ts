import type { Text } from "../en.ts";

export const auth: Text["auth"] = {
  firstName: "Prénom",
  lastName: "Nom",
  email: "Adresse e‑mail",
  password: "Mot de passe",
  newPassword: "Nouveau mot de passe",
  showPassword: "Afficher le mot de passe",
  hidePassword: "Masquer le mot de passe",
  hint: {
    empty: (shortest) => `Au moins ${shortest} caractères. Quelques mots sans lien font l’affaire.`,
    short: (missing) => (missing === 1 ? "Encore un caractère." : `Encore ${missing} caractères.`),
    personal: "Facile à deviner à partir de votre nom ou de votre adresse.",
    repeated: "Facile à deviner : il se répète ou suit le clavier.",
    fair: "Assez long. Plus long est plus sûr.",
    good: "Bon.",
    strong: "Solide.",
  },

  signUpTitle: "Créer un compte",
  signUpLead: "Votre nom et votre adresse servent à votre compte, et à rien d’autre.",
  signUpWelcome: (shown) => `${shown} vous attendent dès que votre adresse est confirmée.`,
  signUpPolicy: "Ce que deviennent vos données, et vos droits sur elles :",
  signUpPolicyLink: "notre politique de confidentialité",
  signUpSend: "Créer le compte",
  haveAccount: "Vous avez déjà un compte ?",
  noAccount: "Pas encore de compte ?",

  checkTitle: "Consultez votre messagerie",
  checkText: (email) =>
    `Nous avons envoyé un message à ${email}. Ouvrez le lien qu’il contient pour continuer. Cela peut prendre une minute ; voyez aussi le dossier des indésirables.`,
  checkAgain: "Renvoyer le message",
  checkSent: "Message renvoyé.",
  checkChange: "Modifier ma saisie",
  mailboxText:
    "Sur cet ordinateur, les messages ne partent pas : ils arrivent dans la boîte aux lettres locale.",
  mailboxOpen: "Ouvrir la boîte aux lettres locale",

  signInTitle: "Se connecter",
  signInSend: "Se connecter",
  signInBack: "Connectez‑vous pour reprendre où vous en étiez.",
  forgotLink: "Mot de passe oublié ?",

  confirmBusy: "Confirmation de votre adresse",
  confirmDone: "Votre adresse est confirmée",
  confirmWelcome: (shown) => `Connectez‑vous : vos ${shown} sont prêts.`,
  confirmLead: "Connectez‑vous pour commencer.",
  confirmHelp:
    "Connectez‑vous avec votre adresse et votre mot de passe : si elle n’est pas encore confirmée, vous recevrez un nouveau lien.",

  linkFailed: "Ce lien n’a pas pu servir",
  linkBroken: "Ce lien n’est pas complet. Ouvrez‑le à nouveau depuis le message, ou copiez‑le en entier.",

  forgotTitle: "Choisir un nouveau mot de passe",
  forgotLead:
    "Indiquez votre adresse. S’il existe un compte à cette adresse, nous y envoyons un lien pour choisir un nouveau mot de passe.",
  forgotSend: "Envoyer le lien",
  forgotSentText: (email) =>
    `S’il existe un compte pour ${email}, un message avec un lien est en route. Cela peut prendre une minute ; voyez aussi le dossier des indésirables.`,

  resetTitle: "Choisir un nouveau mot de passe",
  resetLead:
    "Tous les appareils seront déconnectés, et vous vous reconnecterez avec le nouveau mot de passe.",
  resetSend: "Enregistrer le nouveau mot de passe",
  resetDone: "Votre nouveau mot de passe est enregistré",
  resetDoneLead: "Connectez‑vous avec lui.",
  resetMissing: "Cette page a besoin du lien reçu par message. Demandez‑en un nouveau si vous l’avez perdu.",
  resetAgain: "Demander un nouveau lien",

  emailConfirmBusy: "Confirmation de votre nouvelle adresse",
  emailConfirmDone: "Nouvelle adresse confirmée",
  emailConfirmLead: (email) => `Désormais, vous vous connectez avec ${email}.`,
  emailUndoTitle: "Annuler le changement d’adresse ?",
  emailUndoLead:
    "Votre compte revient à cette adresse, et tous les appareils sont déconnectés. Choisissez ensuite un nouveau mot de passe, au cas où quelqu’un connaîtrait l’ancien.",
  emailUndoSend: "Annuler le changement",
  emailUndoDone: "Le changement est annulé",
  emailUndoDoneLead: (email) =>
    `Votre compte est de nouveau à l’adresse ${email}, et tous les appareils sont déconnectés.`,
  emailUndoSpent: "Ce lien ne fonctionne plus",
  emailUndoSpentLead: (contact) =>
    `Il a déjà servi, ou il est trop ancien. Si votre compte est de nouveau à cette adresse, choisissez un nouveau mot de passe. Si quelqu’un vous en prive, écrivez à ${contact}.`,
  toStudio: "Vers le studio",
  toSecurity: "Vers vos paramètres",
};
