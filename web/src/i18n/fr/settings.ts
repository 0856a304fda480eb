import type { SettingsText } from "../en/settings.ts";

export const text: SettingsText = {
  sections: "Rubriques des paramètres",
  profile: "Profil",
  security: "Sécurité",
  devices: "Appareils",
  profileLead: "Comment nous vous nommons, dans les pages et dans les messages.",
  languageHeading: "Langue",
  languageLead: "Pour les pages et pour nos messages. Le choix prend effet aussitôt.",
  saved: "Enregistré.",
  since: "Compte créé le",

  securityLead: "Ce avec quoi vous vous connectez.",
  passwordHeading: "Mot de passe",
  passwordLead: "Le changer déconnecte tous vos autres appareils.",
  currentPassword: "Mot de passe actuel",
  passwordSend: "Changer le mot de passe",
  passwordDone: "Le mot de passe est changé. Vos autres appareils sont déconnectés.",
  emailHeading: "Adresse e‑mail",
  emailNow: "Votre adresse est",
  emailLead:
    "Nous envoyons un lien à la nouvelle adresse et prévenons l’ancienne. Rien ne change avant l’ouverture du lien, et pendant 72 heures l’ancienne adresse peut annuler le changement.",
  newEmail: "Nouvelle adresse e‑mail",
  emailSend: "Changer l’adresse",
  emailPending: (email) =>
    `Un lien a été envoyé à ${email}. Ouvrez‑le pour confirmer. D’ici là, vous vous connectez avec votre adresse actuelle.`,
  passwordForEmail: "Votre mot de passe",

  sessionsLead:
    "Chaque navigateur connecté à votre compte. Déconnectez ce que vous ne reconnaissez pas, puis changez de mot de passe.",
  thisDevice: "Cet appareil",
  lastSeen: "Dernière utilisation :",
  signedInOn: "Connexion :",
  address: "Adresse IP :",
  revoke: "Déconnecter",
  revokeNamed: (device) => `Déconnecter ${device}`,
  revokeTitle: "Déconnecter cet appareil ?",
  revokeText: (device) => `${device} devra se connecter à nouveau.`,
  revoked: "Appareil déconnecté.",
  revokeOthers: "Déconnecter tous les autres appareils",
  revokeOthersTitle: "Déconnecter tous les autres appareils ?",
  revokeOthersText: "Seul cet appareil reste connecté.",
  revokedOthers: "Tous les autres appareils sont déconnectés.",
  onlyThis: "Aucun autre appareil n’est connecté.",
};
