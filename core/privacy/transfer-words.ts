/** The transfer ledger in words. A name of the provider's that is not listed here is shown as it was sent. */
import type { Locale } from "../base/locale.ts";
import type { RemoteKind } from "./transfer.sql.ts";
import type { Words } from "./words.ts";

export const OPERATIONS: Record<string, Words> = {
  "image.create": { en: "Image requested", fr: "Image demandée" },
  "video_v1.create": { en: "Clip requested", fr: "Clip demandé" },
  "video_v2.create": { en: "Clip requested", fr: "Clip demandé" },
  "speech.create": { en: "Speech requested", fr: "Voix demandée" },
};

type SafeguardWords = {
  agreement: (reference: string, signed: string) => string;
  clauses: (signed: string) => string;
  assessment: (id: string, assessed: string, review: string) => string;
  noAgreement: string;
  noClauses: string;
  noAssessment: string;
};

/** What was signed and assessed for a transfer outside the Union, in words. */
export const SAFEGUARDS: Record<Locale, SafeguardWords> = {
  en: {
    agreement: (reference, signed) => `Data processing agreement ${reference}, signed on ${signed}.`,
    clauses: (signed) =>
      `Standard contractual clauses of the European Commission (decision 2021/914, module two), signed on ${signed}.`,
    assessment: (id, assessed, review) =>
      `Transfer assessment ${id}, made on ${assessed}. It is looked at again by ${review}; past that day nothing is sent any more.`,
    noAgreement: "No data processing agreement has been recorded.",
    noClauses: "No standard contractual clauses have been recorded.",
    noAssessment: "No transfer assessment has been recorded.",
  },
  fr: {
    agreement: (reference, signed) => `Contrat de sous-traitance ${reference}, signé le ${signed}.`,
    clauses: (signed) =>
      `Clauses contractuelles types de la Commission européenne (décision 2021/914, module deux), signées le ${signed}.`,
    assessment: (id, assessed, review) =>
      `Évaluation du transfert ${id}, faite le ${assessed}. Elle est réexaminée au plus tard le ${review} ; passé ce jour, plus rien n’est envoyé.`,
    noAgreement: "Aucun contrat de sous-traitance n’est consigné.",
    noClauses: "Aucune clause contractuelle type n’est consignée.",
    noAssessment: "Aucune évaluation du transfert n’est consignée.",
  },
};

/** The fields of the provider's requests. A test holds the list against every request that the catalogue can make. */
export const FIELDS: Record<string, Words> = {
  model: { en: "name of the model", fr: "nom du modèle" },
  prompt: { en: "your prompt", fr: "votre instruction" },
  text: { en: "your text", fr: "votre texte" },
  content: { en: "your prompt and pictures", fr: "votre instruction et vos images" },
  first_frame_image: { en: "your first picture", fr: "votre première image" },
  last_frame_image: { en: "your last picture", fr: "votre dernière image" },
  subject_reference: { en: "your portrait", fr: "votre portrait" },
  aspect_ratio: { en: "shape", fr: "format" },
  ratio: { en: "shape", fr: "format" },
  duration: { en: "length", fr: "durée" },
  resolution: { en: "resolution", fr: "résolution" },
  n: { en: "number of images", fr: "nombre d’images" },
  response_format: { en: "form of the answer", fr: "forme de la réponse" },
  output_format: { en: "form of the answer", fr: "forme de la réponse" },
  stream: { en: "way of delivery", fr: "mode de livraison" },
  voice_setting: { en: "voice, speed and pitch", fr: "voix, vitesse et hauteur" },
  audio_setting: { en: "sound quality", fr: "qualité du son" },
  language_boost: { en: "language", fr: "langue" },
};

export const REMOTE_KINDS: Record<RemoteKind, Words> = {
  video_file: { en: "Clip file", fr: "Fichier de clip" },
  video_v1_task: { en: "Record of the request", fr: "Trace de la demande" },
  video_v2_task: { en: "Record of the request and its clip", fr: "Trace de la demande et son clip" },
};

export const GROUNDS: Record<"contract" | "explicit_consent", Words> = {
  contract: {
    en: "to make what you asked for (Article 6.1.b GDPR)",
    fr: "pour réaliser ce que vous avez demandé (article 6.1.b du RGPD)",
  },
  explicit_consent: {
    en: "your explicit consent (Article 9.2.a GDPR)",
    fr: "votre consentement explicite (article 9.2.a du RGPD)",
  },
};
