/**
 * What is said beside each of the three switches, version after version, newest first. A proof of consent names a
 * version and holds the hash of its words: a published text is therefore never edited, a change is a new entry in front
 * (a test holds the hash of each). `material` says that it changes what happens to the person: consents to what came
 * before it then count no more, and the switch asks again (GDPR art. 4(11): specific and informed).
 */
import { createHash } from "node:crypto";
import type { Locale } from "../base/locale.ts";
import { RETENTION } from "../privacy/retention.ts";
import type { ConsentPurpose } from "./consent.schema.ts";

export type NoticeWords = {
  title: string;
  paragraphs: readonly string[];
  /** For the receipt: what is processed, and for how long. */
  data: readonly string[];
  kept: string;
};
export type Notice = { version: string; material: boolean; words: Record<Locale, NoticeWords> };

/** How many prompts are remembered. */
export const REMEMBERED_PROMPTS = 20;

const COUNT_YEARS = RETENTION.pageCounts.years;
const CONTENT_YEARS = RETENTION.content.years;

export const NOTICES: Record<ConsentPurpose, readonly [Notice, ...Notice[]]> = {
  marketing: [
    {
      version: "2026-11-24",
      material: true,
      words: {
        en: {
          title: "Mail about what is new",
          paragraphs: [
            "If you say yes, we send you mail now and then about new features and offers of Pix2Clip. Your email address and your language serve for that, and nothing in these mails follows you: no image, no counter.",
            "You can take it back at any time, here or by the link in each of these mails, and from then on none leaves any more. Without it everything works the same, and mails that your account needs still arrive.",
          ],
          data: ["email address", "language"],
          kept: "until you take the consent back or close the account",
        },
        fr: {
          title: "Des e-mails sur les nouveautés",
          paragraphs: [
            "Si vous dites oui, nous vous écrivons de temps en temps au sujet des nouvelles fonctions et des offres de Pix2Clip. Votre adresse e-mail et votre langue y servent, et rien dans ces messages ne vous suit : ni image, ni compteur.",
            "Vous pouvez revenir sur ce choix à tout moment, ici ou par le lien de chacun de ces messages ; dès lors, plus aucun ne part. Sans cela tout fonctionne de la même façon, et les messages nécessaires à votre compte arrivent toujours.",
          ],
          data: ["adresse e-mail", "langue"],
          kept: "jusqu’au retrait du consentement ou à la fermeture du compte",
        },
      },
    },
  ],
  analytics: [
    {
      version: "2026-11-24",
      material: true,
      words: {
        en: {
          title: "Counting page views",
          paragraphs: [
            "If you say yes, each page of Pix2Clip that you open while signed in adds one to a sum: the day, the page, the language. The sum says neither who you are nor which device you use, nothing is written into your browser, and nobody but us sees it.",
            `The sums are kept for ${COUNT_YEARS} years. You can take it back here at any time, and from then on nothing more is counted. Without it everything works the same.`,
          ],
          data: ["page opened", "day", "language"],
          kept: `${COUNT_YEARS} years, as sums in which nobody can be found`,
        },
        fr: {
          title: "Le comptage des pages vues",
          paragraphs: [
            "Si vous dites oui, chaque page de Pix2Clip que vous ouvrez une fois connecté ajoute un à une somme : le jour, la page, la langue. La somme ne dit ni qui vous êtes ni quel appareil vous utilisez, rien n’est écrit dans votre navigateur, et personne d’autre que nous ne la voit.",
            `Les sommes sont conservées ${COUNT_YEARS} ans. Vous pouvez revenir sur ce choix ici à tout moment ; dès lors, plus rien n’est compté. Sans cela tout fonctionne de la même façon.`,
          ],
          data: ["page ouverte", "jour", "langue"],
          kept: `${COUNT_YEARS} ans, sous forme de sommes où personne ne peut être retrouvé`,
        },
      },
    },
  ],
  personalization: [
    {
      version: "2026-11-24",
      material: true,
      words: {
        en: {
          title: "Remembering how you work",
          paragraphs: [
            `If you say yes, we remember the model and the options that you used last for each kind of work, and your last ${REMEMBERED_PROMPTS} prompts, so that the studio can offer them to you again. They serve nothing else, and nobody else gets them for this.`,
            `You can look at them and delete them one by one; they end by themselves ${CONTENT_YEARS} year after their last use. You can take it back here at any time, and all of them are deleted at once. Without it everything works the same.`,
          ],
          data: ["model and options used last", `the last ${REMEMBERED_PROMPTS} prompts`],
          kept: `until you delete them or take the consent back, at the latest ${CONTENT_YEARS} year after their last use`,
        },
        fr: {
          title: "La mémoire de vos habitudes",
          paragraphs: [
            `Si vous dites oui, nous retenons le modèle et les options utilisés en dernier pour chaque type de création, et vos ${REMEMBERED_PROMPTS} dernières instructions, pour que le studio puisse vous les proposer à nouveau. Ils ne servent à rien d’autre, et personne d’autre ne les reçoit pour cela.`,
            `Vous pouvez les consulter et les supprimer un par un ; ils s’effacent d’eux-mêmes ${CONTENT_YEARS} an après leur dernière utilisation. Vous pouvez revenir sur ce choix ici à tout moment, et tous sont supprimés aussitôt. Sans cela tout fonctionne de la même façon.`,
          ],
          data: ["modèle et options utilisés en dernier", `les ${REMEMBERED_PROMPTS} dernières instructions`],
          kept: `jusqu’à leur suppression ou au retrait du consentement, au plus tard ${CONTENT_YEARS} an après leur dernière utilisation`,
        },
      },
    },
  ],
};

/** The notice that is shown now. */
export const currentNotice = (purpose: ConsentPurpose): Notice => NOTICES[purpose][0];

/** A notice by its version; undefined for one that was never shown. */
export const noticeOf = (purpose: ConsentPurpose, version: string): Notice | undefined =>
  NOTICES[purpose].find((notice) => notice.version === version);

/** The words exactly as they are shown, one text. */
export const noticeText = ({ words }: Notice, locale: Locale): string =>
  [words[locale].title, ...words[locale].paragraphs].join("\n\n");

/** SHA-256 of that text in UTF-8, in hexadecimal. */
export const noticeHash = (notice: Notice, locale: Locale): string =>
  createHash("sha256").update(noticeText(notice, locale)).digest("hex");

/** Whether a consent to a version counts today: nothing material has changed since. */
export function stillCounts(
  purpose: ConsentPurpose,
  version: string,
  notices: readonly Notice[] = NOTICES[purpose],
): boolean {
  const given = notices.findIndex((notice) => notice.version === version);
  return given >= 0 && !notices.slice(0, given).some((notice) => notice.material);
}
