import type { Text } from "../en.ts";

export const error: Text["error"] = {
  network: "Le service est injoignable. Rien n’est perdu : réessayez dans un instant.",
  offline: "Vous êtes hors ligne. Rien n’est perdu : réessayez une fois la connexion revenue.",
  unexpected: "Un problème inattendu est survenu sur cette page. Rien n’est perdu de notre côté : réessayez.",
};

export const shell: Text["shell"] = {
  about: "À propos de ce service",
  skip: "Aller au contenu",
  home: "Pix2Clip, page d’accueil",
  mainNavigation: "Principale",
  messages: "Messages",
  studio: "Studio",
  library: "Bibliothèque",
  credits: "Crédits",
  settings: "Paramètres",
  security: "Mot de passe et adresse",
  sessions: "Appareils connectés",
  privacy: "RGPD et mes données",
  staff: "Marche du service",
  account: "Votre compte",
  signIn: "Se connecter",
  signUp: "Créer un compte",
  signOut: "Se déconnecter",
  signedOut: "La session est fermée.",
  language: "Langue",
  sandbox:
    "Mode d’essai : images, clips et voix viennent d’une doublure sur cet ordinateur, pas du fournisseur d’IA.",
  mailbox: "Boîte aux lettres locale",
  offline: "Vous êtes hors ligne. Ce que vous avez saisi reste ici.",
  restricted:
    "Le traitement de vos données est limité à votre demande : vous pouvez tout consulter, mais rien créer de nouveau.",
  lift: "Lever la limitation",
  closing: "Votre compte est en cours de fermeture. Il sera effacé le",
  cancelClosing: "Annuler la fermeture",
  policyChanges: (day) => `Notre politique de confidentialité change le ${day}.`,
  policyChanged: (day) =>
    `Notre politique de confidentialité a changé ; la nouvelle version s’applique depuis le ${day}.`,
  readPolicy: "Lire la nouvelle version",
  putAway: "Fermer cette ligne",
  controller: "Pix2Clip est un service de",
  legalPages: "Pages légales",
  contact: "Nous écrire :",

  cancel: "Annuler",
  close: "Fermer",
  retry: "Réessayer",
  reload: "Recharger la page",
  save: "Enregistrer",
  more: "Afficher la suite",
  creditCount: (count, shown) => (count < 2 ? `${shown} crédit` : `${shown} crédits`),

  notFoundTitle: "Il n’y a rien à cette adresse",
  notFoundText:
    "Le lien est peut-être ancien, ou il y manque une lettre. Rien de ce qui est à vous n’est perdu.",
  toStart: "Vers la page d’accueil",
  brokenTitle: "Cette page n’a pas pu s’afficher",
  brokenText:
    "Un problème est survenu pendant son affichage, ou son fichier n’a pas pu être chargé. Votre travail est en sûreté de notre côté.",
  unreachableTitle: "Le service est injoignable",
  unreachableText:
    "Nous n’avons pas pu savoir si une session est ouverte. Vérifiez votre connexion et réessayez.",
};
