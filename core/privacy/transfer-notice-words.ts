/**
 * What is told before the first piece of work leaves (GDPR art. 13(1)(e) and (f); policy 05). An acknowledgement names the
 * day of the words, so words that were shown are never edited: whoever changes them changes the day too, and everybody
 * is asked again (a test holds their hash).
 */
import type { Locale } from "../base/locale.ts";

export const WORDS_DAY = "2026-11-30";

type Point = { name: string; lines: string[] };
export type NoticeWords = { title: string; points: Point[] };

/** Told where the work leaves the Union: `who` receives it, and `safeguards` is what is recorded as protection. */
export const LEAVING: Record<Locale, (who: string, safeguards: string[]) => NoticeWords> = {
  en: (who, safeguards) => ({
    title: "Where your work goes",
    points: [
      { name: "Who receives it", lines: [`${who}, which runs the models.`] },
      {
        name: "What leaves",
        lines: [
          "Your text and the pictures that you chose, cleaned of hidden data. No name, address, account number or IP address.",
        ],
      },
      {
        name: "Where to",
        lines: [
          "Outside the European Union, to a country without an adequacy decision of the European Commission. Authorities there can demand access to what is there: leave sensitive data out.",
        ],
      },
      { name: "On which ground", lines: ["To make what you ask for (Article 6.1.b GDPR)."] },
      { name: "What protects it", lines: safeguards },
      {
        name: "When it is deleted",
        lines: [
          "The copy there is deleted once your work has come back or has failed. Each transfer and each deletion is listed in your settings.",
        ],
      },
    ],
  }),
  fr: (who, safeguards) => ({
    title: "Où part votre demande",
    points: [
      { name: "Destinataire", lines: [`${who}, qui fait fonctionner les modèles.`] },
      {
        name: "Ce qui part",
        lines: [
          "Votre texte et les images que vous avez choisies, débarrassées de leurs données cachées. Ni nom, ni adresse, ni numéro de compte, ni adresse IP.",
        ],
      },
      {
        name: "Où",
        lines: [
          "Hors de l’Union européenne, dans un pays sans décision d’adéquation de la Commission européenne. Les autorités de ce pays peuvent exiger l’accès à ce qui s’y trouve : n’envoyez rien de sensible.",
        ],
      },
      { name: "Fondement", lines: ["Réaliser ce que vous demandez (article 6.1.b du RGPD)."] },
      { name: "Ce qui protège l’envoi", lines: safeguards },
      {
        name: "Suppression",
        lines: [
          "La copie là-bas est supprimée dès que votre création est revenue ou a échoué. Chaque transfert et chaque suppression figurent dans vos paramètres.",
        ],
      },
    ],
  }),
};

/** Told where a stand-in makes the work and nothing leaves the Union. */
export const STAYING: Record<Locale, NoticeWords> = {
  en: {
    title: "Where your work goes",
    points: [
      {
        name: "Who receives it",
        lines: [
          "Nobody outside. This copy of the service works with a stand-in that ships with it, in place of the provider of the models.",
        ],
      },
      {
        name: "What it gets",
        lines: [
          "Your text and the pictures that you chose, cleaned of hidden data, and nothing else of you.",
        ],
      },
      {
        name: "Where to",
        lines: [
          "Nothing is sent outside the European Union. Should that ever change here, you are told before anything leaves.",
        ],
      },
      { name: "On which ground", lines: ["To make what you ask for (Article 6.1.b GDPR)."] },
      {
        name: "When it is deleted",
        lines: [
          "The copy that the stand-in holds is deleted once your work has come back or has failed. Each call and each deletion is listed in your settings.",
        ],
      },
    ],
  },
  fr: {
    title: "Où part votre demande",
    points: [
      {
        name: "Destinataire",
        lines: [
          "Personne à l’extérieur. Cette copie du service travaille avec une doublure fournie avec elle, à la place du fournisseur des modèles.",
        ],
      },
      {
        name: "Ce qu’elle reçoit",
        lines: [
          "Votre texte et les images que vous avez choisies, débarrassées de leurs données cachées, et rien d’autre de vous.",
        ],
      },
      {
        name: "Où",
        lines: [
          "Rien n’est envoyé hors de l’Union européenne. Si cela devait changer ici, vous en seriez informé avant tout envoi.",
        ],
      },
      { name: "Fondement", lines: ["Réaliser ce que vous demandez (article 6.1.b du RGPD)."] },
      {
        name: "Suppression",
        lines: [
          "La copie que garde la doublure est supprimée dès que votre création est revenue ou a échoué. Chaque appel et chaque suppression figurent dans vos paramètres.",
        ],
      },
    ],
  },
};
