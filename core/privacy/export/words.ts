/** The words of an archive, in both languages. Complete by type. */
import type { Locale } from "../../base/locale.ts";
import type { Service } from "../recipients.ts";
import type { MissingReason } from "./export.sql.ts";

type SheetWords = {
  services: Record<Service, string>;
  safeguards: string;
  source: string;
  rights: readonly string[];
  automatedDecisions: string;
};

/** What the art. 15 sheet says in sentences. */
export const SHEET_WORDS: Record<Locale, SheetWords> = {
  en: {
    services: {
      hosting: "hosting",
      database: "database",
      storage: "storage of files",
      queues: "queues",
      mail: "sending of mail",
      models: "AI models",
    },
    safeguards:
      "Standard contractual clauses (Commission Implementing Decision (EU) 2021/914, module two) with a transfer impact assessment; a copy can be asked for at the contact address.",
    source:
      "Everything comes from you, or was made by the service at your request. A failed sign-in alone may be somebody else’s: its address and device are then theirs.",
    rights: [
      "access (Article 15)",
      "rectification (Article 16)",
      "erasure (Article 17)",
      "restriction of processing (Article 18)",
      "portability (Article 20)",
      "objection (Article 21)",
      "withdrawal of a consent at any time (Article 7(3))",
      "directives for after death (Article 85 of the French Data Protection Act)",
      "a complaint to the supervisory authority (Article 77)",
    ],
    automatedDecisions: "No automated decision in the sense of Article 22 is taken, and no profile is made.",
  },
  fr: {
    services: {
      hosting: "hébergement",
      database: "base de données",
      storage: "stockage des fichiers",
      queues: "files d’attente",
      mail: "envoi des e-mails",
      models: "modèles d’IA",
    },
    safeguards:
      "Clauses contractuelles types (décision d’exécution (UE) 2021/914 de la Commission, module deux) et analyse d’impact du transfert ; une copie peut être demandée à l’adresse de contact.",
    source:
      "Tout vient de vous, ou a été créé par le service à votre demande. Seul un échec de connexion peut être le fait de quelqu’un d’autre : l’adresse et l’appareil sont alors les siens.",
    rights: [
      "accès (article 15)",
      "rectification (article 16)",
      "effacement (article 17)",
      "limitation du traitement (article 18)",
      "portabilité (article 20)",
      "opposition (article 21)",
      "retrait d’un consentement à tout moment (article 7(3))",
      "directives pour après le décès (article 85 de la loi Informatique et Libertés)",
      "réclamation auprès de l’autorité de contrôle (article 77)",
    ],
    automatedDecisions:
      "Aucune décision automatisée au sens de l’article 22 n’est prise, et aucun profil n’est établi.",
  },
};

type PageWords = {
  title: string;
  /** `{date}`: the instant of the picture. */
  intro: string;
  back: string;
  yourData: string;
  rows: { one: string; other: string };
  asJson: string;
  form: string;
  uploads: string;
  creations: string;
  part: string;
  noFiles: string;
  noRows: string;
  sheet: string;
  purposes: string;
  recipients: string;
  noRecipients: string;
  transfers: string;
  noTransfers: string;
  rights: string;
  complaint: string;
  notIncluded: string;
  wholeTable: string;
  theFile: string;
  missing: string;
  missingReasons: Record<MissingReason, string>;
  manifest: string;
  yes: string;
  no: string;
};

/** What the pages of an archive say. */
export const PAGE_WORDS: Record<Locale, PageWords> = {
  en: {
    title: "Your data at Pix2Clip",
    intro:
      "A copy of everything that Pix2Clip holds about you, as it was on {date}. It opens without a connection and tells nobody that you read it.",
    back: "Back to the overview",
    yourData: "What is held",
    rows: { one: "entry", other: "entries" },
    asJson: "as JSON",
    form: "its form (JSON Schema)",
    uploads: "Files that you uploaded",
    creations: "Files that were made for you",
    part: "in part",
    noFiles: "There are none.",
    noRows: "There is nothing.",
    sheet: "Why, where and for how long (Article 15 GDPR)",
    purposes: "Purposes, legal bases, kinds of data and periods",
    recipients: "Who holds data on our behalf",
    noRecipients: "Nobody: this service runs on one machine.",
    transfers: "What was really sent to somebody else",
    noTransfers: "Nothing was.",
    rights: "Your rights",
    complaint: "You can complain to the",
    notIncluded: "What is not included, and why",
    wholeTable: "all of it",
    theFile: "the file",
    missing: "Files that are not included",
    missingReasons: {
      deleted: "you had deleted it",
      gone: "it was no longer in storage when this copy was made",
    },
    manifest: "Every file with its size and SHA-256 is listed in",
    yes: "yes",
    no: "no",
  },
  fr: {
    title: "Vos données chez Pix2Clip",
    intro:
      "Une copie de tout ce que Pix2Clip détient sur vous, dans l’état du {date}. Elle s’ouvre sans connexion et n’informe personne que vous la lisez.",
    back: "Retour à la vue d’ensemble",
    yourData: "Ce qui est détenu",
    rows: { one: "entrée", other: "entrées" },
    asJson: "en JSON",
    form: "sa forme (JSON Schema)",
    uploads: "Fichiers que vous avez téléversés",
    creations: "Fichiers créés pour vous",
    part: "dans la partie",
    noFiles: "Il n’y en a pas.",
    noRows: "Il n’y a rien.",
    sheet: "Pourquoi, où et combien de temps (article 15 du RGPD)",
    purposes: "Finalités, bases légales, catégories de données et durées",
    recipients: "Qui détient des données pour notre compte",
    noRecipients: "Personne : ce service fonctionne sur une seule machine.",
    transfers: "Ce qui a réellement été envoyé à d’autres",
    noTransfers: "Rien ne l’a été.",
    rights: "Vos droits",
    complaint: "Vous pouvez adresser une réclamation à la",
    notIncluded: "Ce qui n’est pas inclus, et pourquoi",
    wholeTable: "en entier",
    theFile: "le fichier",
    missing: "Fichiers qui ne sont pas inclus",
    missingReasons: {
      deleted: "vous l’aviez supprimé",
      gone: "il n’était plus dans le stockage lors de la préparation de cette copie",
    },
    manifest: "Chaque fichier, avec sa taille et son SHA-256, figure dans",
    yes: "oui",
    no: "non",
  },
};
