/** The words of the legal notice and of the list of subprocessors. */
import type { Locale } from "../../core/base/locale.ts";

const en = {
  noticeTitle: "Legal Notice",
  publisher: "Publisher",
  published: "Pix2Clip is published by",
  contact: "Contact point:",
  host: "Host",
  localHost: "This is a local copy of the service: it runs on this machine and is hosted by nobody.",
  made: "Made by AI",
  madeText:
    "Every picture, clip and recording made here is marked as made by artificial intelligence, in its metadata and by a signed manifest (Regulation (EU) 2024/1689, Article 50). Removing the mark is not allowed.",
  report: "Reporting content",
  reportText: "Illegal content is reported to",
  subprocessorsTitle: "Subprocessors",
  subprocessorsIntro:
    "Everybody who may receive personal data from this deployment of the service, printed from its own configuration (Article 28 GDPR).",
  localOnly: "This is a local copy: everything is on this machine, and there is no subprocessor.",
  standIn: "The AI models are replaced by a stand-in that ships with the service: no data goes to MiniMax.",
  sheet: "What is known of it:",
  place: "Place",
  role: "Role",
  receives: "May hold",
  agreement: "Data processing agreement",
  clauses: "Standard Contractual Clauses (Implementing Decision 2021/914, module two), signed",
  assessment: "Transfer impact assessment",
  reviewBy: "to be reviewed by",
  noRecord: "no record in this deployment",
};
export type LegalWords = typeof en;

const fr: LegalWords = {
  noticeTitle: "Mentions légales",
  publisher: "Éditeur",
  published: "Pix2Clip est édité par",
  contact: "Point de contact :",
  host: "Hébergeur",
  localHost:
    "Ceci est une copie locale du service : elle tourne sur cette machine et n’est hébergée par personne.",
  made: "Créé par IA",
  madeText:
    "Chaque image, clip et enregistrement créé ici est marqué comme produit par une intelligence artificielle, dans ses métadonnées et par un manifeste signé (règlement (UE) 2024/1689, article 50). Il est interdit de retirer cette marque.",
  report: "Signaler un contenu",
  reportText: "Un contenu illicite se signale à",
  subprocessorsTitle: "Sous-traitants",
  subprocessorsIntro:
    "Tous ceux qui peuvent recevoir des données personnelles de ce déploiement du service, imprimés d’après sa propre configuration (article 28 du RGPD).",
  localOnly: "Ceci est une copie locale : tout est sur cette machine, et il n’y a aucun sous-traitant.",
  standIn:
    "Les modèles d’IA sont remplacés par une doublure livrée avec le service : aucune donnée ne va à MiniMax.",
  sheet: "Ce que l’on en sait :",
  place: "Lieu ",
  role: "Rôle ",
  receives: "Peut détenir ",
  agreement: "Contrat de sous-traitance ",
  clauses: "Clauses contractuelles types (décision d’exécution 2021/914, module deux), signées le ",
  assessment: "Évaluation de l’impact du transfert ",
  reviewBy: "à réexaminer avant le",
  noRecord: "aucune trace dans ce déploiement",
};

export const LEGAL_WORDS: Record<Locale, LegalWords> = { en, fr };
