/**
 * What a person consents to who lays down directives: the specific consent of art. 85 II of the French act, apart from
 * all terms. A text that was in use is never changed: another wording is another version.
 */
import { createHash } from "node:crypto";
import type { Locale } from "../base/locale.ts";

export const NOTICE_VERSION = "2026-11-30";

const NOTICES: Record<string, Record<Locale, readonly string[]>> = {
  [NOTICE_VERSION]: {
    en: [
      "You decide what becomes of your data at Pix2Clip after your death: your creations, your account, and the history of your credits. For each you can have it kept, erased, or handed over to the person whom you name.",
      "Whoever carries out your directives proves to us your death and their own identity; two of us then check both. We do not inform the person whom you name during your lifetime: tell them yourself.",
      "The periods of our privacy policy still apply: your creations end one year after they were made, your account three years after you last signed in, even where you have chosen to keep them. Invoices stay for ten years, as the law requires.",
      "You can change or revoke your directives at any time, in the same place. I consent to Pix2Clip recording these directives and, if I name somebody, the name and the address of that person.",
    ],
    fr: [
      "Vous décidez du sort de vos données chez Pix2Clip après votre décès : vos créations, votre compte et l’historique de vos crédits. Pour chacun, vous pouvez les faire conserver, effacer, ou remettre à la personne que vous désignez.",
      "La personne qui exécute vos directives nous prouve votre décès et sa propre identité ; deux d’entre nous vérifient ensuite l’un et l’autre. Nous n’informons pas la personne désignée de votre vivant : dites-le-lui vous-même.",
      "Les durées de notre politique de confidentialité s’appliquent toujours : vos créations prennent fin un an après leur création, votre compte trois ans après votre dernière connexion, même si vous avez choisi de les conserver. Les factures restent dix ans, comme la loi l’exige.",
      "Vous pouvez modifier ou révoquer vos directives à tout moment, au même endroit. Je consens à ce que Pix2Clip enregistre ces directives et, si je désigne quelqu’un, le nom et l’adresse de cette personne.",
    ],
  },
  "2026-11": {
    en: [
      "You decide what becomes of your data at Pix2Clip after your death: your creations, your account, and the history of your credits. For each you can have it kept, erased, or handed over to the person whom you name.",
      "Whoever carries your directives out proves your death and his own identity to us; two of us then check it. The person whom you name is not told of it by us in your lifetime; tell him yourself.",
      "The periods of our privacy policy still apply: your creations end one year after they were made, your account three years after you last signed in, even where you have chosen to keep them. Invoices stay for ten years, as the law requires.",
      "You can change or revoke your directives at any time, in the same place. I consent to Pix2Clip recording these directives and, if I name one, the name and the address of that person.",
    ],
    fr: [
      "Vous décidez du sort de vos données chez Pix2Clip après votre décès : vos créations, votre compte et l’historique de vos crédits. Pour chacun, vous pouvez les faire conserver, effacer, ou remettre à la personne que vous désignez.",
      "La personne qui exécute vos directives nous prouve votre décès et sa propre identité ; deux d’entre nous le vérifient ensuite. Nous n’informons pas la personne désignée de votre vivant : dites-le-lui vous-même.",
      "Les durées de notre politique de confidentialité s’appliquent toujours : vos créations prennent fin un an après leur création, votre compte trois ans après votre dernière connexion, même si vous avez choisi de les conserver. Les factures restent dix ans, comme la loi l’exige.",
      "Vous pouvez modifier ou révoquer vos directives à tout moment, au même endroit. Je consens à ce que Pix2Clip enregistre ces directives et, si j’en désigne une, le nom et l’adresse de cette personne.",
    ],
  },
};

/** The paragraphs of a version. Throws for one that never was. */
export function noticeOf(version: string, locale: Locale): readonly string[] {
  const notice = NOTICES[version];
  if (!notice) throw new Error("a notice that was never in use");
  return notice[locale];
}

/** SHA-256 of the text that was shown, in hexadecimal. */
export const noticeSha256 = (version: string, locale: Locale): string =>
  createHash("sha256").update(noticeOf(version, locale).join("\n")).digest("hex");
