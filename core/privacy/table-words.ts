/** What each table is called in front of a person, and where one can change what it holds. Complete by type. */
import type * as schema from "../schema.ts";
import type { Category } from "./map.ts";
import type { ChangeLink } from "./why/why.schema.ts";
import type { Words } from "./words.ts";

type TableKey = keyof typeof schema;

export const TABLE_WORDS: Record<TableKey, Words> = {
  account: { en: "Account", fr: "Compte" },
  accountToken: { en: "Links sent by mail", fr: "Liens envoyés par e-mail" },
  emailChange: { en: "Changes of address", fr: "Changements d’adresse" },
  /** A failed attempt is data about the account that it was made on, so its person gets it with the address (art. 15). */
  securityEvent: {
    en: "Connection and security log, failed attempts on your account included",
    fr: "Journal de connexion et de sécurité, tentatives échouées sur votre compte comprises",
  },
  clockRun: { en: "How scheduled work ran", fr: "Déroulement des tâches planifiées" },
  consentEvent: { en: "History of consents", fr: "Historique des consentements" },
  recentPrompt: { en: "Recent prompts", fr: "Instructions récentes" },
  rememberedSettings: { en: "Remembered settings", fr: "Réglages mémorisés" },
  pageCount: { en: "Sums of page views", fr: "Totaux de pages vues" },
  creditEntry: { en: "Movements of credits", fr: "Mouvements de crédits" },
  creditLot: { en: "Credits received", fr: "Crédits reçus" },
  directive: { en: "Directives for after death", fr: "Directives pour après le décès" },
  directiveExecutor: {
    en: "Person named to carry out directives",
    fr: "Personne désignée pour exécuter des directives",
  },
  generation: { en: "Generations", fr: "Créations" },
  generationInput: { en: "Pictures used by generations", fr: "Images utilisées par les créations" },
  mail: { en: "Mails on their way", fr: "E-mails en cours d’envoi" },
  productLetter: { en: "Newsletters", fr: "Lettres d’information" },
  media: { en: "Files, uploaded and made", fr: "Fichiers, téléversés et créés" },
  outbox: { en: "Messages between parts of the service", fr: "Messages entre les parties du service" },
  dataExport: { en: "Exports", fr: "Exports" },
  erasure: { en: "Erasures of accounts", fr: "Effacements de comptes" },
  exportPart: { en: "Parts of exports", fr: "Parties d’exports" },
  exportItem: { en: "Contents of exports", fr: "Contenu des exports" },
  exportChunk: { en: "Work on exports", fr: "Travail sur les exports" },
  policyNotice: {
    en: "Notices of the privacy policy",
    fr: "Informations sur la politique de confidentialité",
  },
  journalPending: { en: "Journal entries to be stored", fr: "Inscriptions du journal à ranger" },
  journalLink: {
    en: "Journal of erasures, withdrawals, restrictions and what else has ended",
    fr: "Journal des effacements, retraits, limitations et de ce qui a pris fin",
  },
  purgeRun: { en: "Evidence of deletions that fell due", fr: "Relevés des suppressions arrivées à échéance" },
  remoteItem: {
    en: "Things left at the model provider",
    fr: "Éléments laissés chez le fournisseur de modèles",
  },
  transfer: { en: "Transfers to the model provider", fr: "Transferts vers le fournisseur de modèles" },
  transferNotice: {
    en: "Notices of the transfer that you acknowledged",
    fr: "Informations sur le transfert dont vous avez pris connaissance",
  },
  session: { en: "Signed-in devices", fr: "Appareils connectés" },
  staff: { en: "Staff access", fr: "Accès du personnel" },
  throttle: { en: "Counters of attempts", fr: "Compteurs de tentatives" },
};

/** How a person changes or ends what is held of a category. */
export const CHANGES: Record<Category, readonly { link: ChangeLink; text: Words }[]> = {
  identity: [
    { link: "profile", text: { en: "Correct it in your profile", fr: "Rectifiez-le dans votre profil" } },
  ],
  authentication: [
    { link: "security", text: { en: "Change your password", fr: "Changez votre mot de passe" } },
    { link: "sessions", text: { en: "End sessions", fr: "Mettez fin à des sessions" } },
  ],
  billing: [
    {
      link: "contact",
      text: {
        en: "Write to us; an issued invoice is corrected by a credit note",
        fr: "Écrivez-nous ; une facture émise se corrige par un avoir",
      },
    },
  ],
  connection: [
    {
      link: "sessions",
      text: {
        en: "End sessions; the log ends by itself",
        fr: "Mettez fin à des sessions ; le journal prend fin de lui-même",
      },
    },
  ],
  content: [
    {
      link: "library",
      text: { en: "Delete it in your library", fr: "Supprimez-le dans votre bibliothèque" },
    },
  ],
  credits: [
    {
      link: "credits",
      text: {
        en: "See every movement; the history is never rewritten",
        fr: "Voyez chaque mouvement ; l’historique n’est jamais réécrit",
      },
    },
  ],
  biometric: [{ link: "privacy", text: { en: "Withdraw your consent", fr: "Retirez votre consentement" } }],
  preference: [
    {
      link: "profile",
      text: { en: "Change the language in your profile", fr: "Changez la langue dans votre profil" },
    },
    {
      link: "privacy",
      text: {
        en: "Change your choices in GDPR & my data",
        fr: "Modifiez vos choix dans RGPD et mes données",
      },
    },
  ],
  technical: [
    {
      link: "privacy",
      text: {
        en: "Delete what it belongs to, or close your account",
        fr: "Supprimez ce à quoi cela se rattache, ou fermez votre compte",
      },
    },
  ],
};

/** Names of the fields whose values the panel shows. A test holds the list complete. */
export const VALUE_NAMES: Record<string, Words> = {
  email: { en: "Email address", fr: "Adresse e-mail" },
  firstName: { en: "First name", fr: "Prénom" },
  lastName: { en: "Last name", fr: "Nom" },
  oldEmail: { en: "Previous address", fr: "Ancienne adresse" },
  newEmail: { en: "New address", fr: "Nouvelle adresse" },
  address: { en: "Address of a mail on its way", fr: "Adresse d’un e-mail en cours d’envoi" },
};
