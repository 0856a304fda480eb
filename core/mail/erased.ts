/**
 * The last mail to somebody whose account is gone: what went, what stays, and the signed certificate. It is no row of the
 * mails that wait, for there is no account any more that it could belong to; the erasure sends it itself.
 */
import { config } from "../base/config.ts";
import { dateText } from "../base/date-text.ts";
import type { Locale } from "../base/locale.ts";
import type { SignedCertificate } from "../privacy/erasure/certificate.schema.ts";
import { endOf } from "../privacy/period.ts";
import { counted } from "./counted.ts";
import { asHtml, asText } from "./layout.ts";
import type { Letter } from "./letter.ts";
import { deliver } from "./smtp.ts";

type Kept = SignedCertificate["kept"][number];

const WORDS: Record<
  Locale,
  Pick<Letter, "subject"> & {
    erased: (day: string, certificate: SignedCertificate) => string;
    keeps: string;
    keepsNothing: string;
    kept: (kept: Kept, until: string) => string;
    backups: (until: string) => string;
    notes: (certificate: SignedCertificate) => string[];
  }
> = {
  en: {
    subject: "Your account has been erased",
    erased: (day, { files, erased }) =>
      `Everything that Pix2Clip held about you was erased on ${day}: ${counted(countOf(erased, "rows"), "record", "en")} and ${counted(countOf(files, "objects"), "file", "en")}, here and at our model provider. A search of all our tables, files and queues found nothing that was left.`,
    keeps: "What the law has us keep no longer bears your name or address, only a pseudonym:",
    keepsNothing: "Nothing had to be kept.",
    kept: ({ name, rows, because }, until) => `– ${name} (${rows}), until ${until} at the latest: ${because}`,
    backups: (until) =>
      `Backups of the database were not searched: the last that may hold your data ends on ${until}, and none is used before this erasure has been done again in it.`,
    notes: ({ verify, complaint }) => [
      "The signed certificate is attached. Keep it: we now forget this address, too, and cannot send it again. Nothing keeps you from opening a new account with the same address.",
      verify,
      `If you think that your rights were not respected, you can complain to: ${complaint}.`,
    ],
  },
  fr: {
    subject: "Votre compte a été effacé",
    erased: (day, { files, erased }) =>
      `Tout ce que Pix2Clip détenait à votre sujet a été effacé le ${day} : ${counted(countOf(erased, "rows"), "enregistrement", "fr")} et ${counted(countOf(files, "objects"), "fichier", "fr")}, chez nous comme chez notre fournisseur de modèles. Une recherche dans toutes nos tables, tous nos fichiers et toutes nos files d’attente n’a rien trouvé d’autre.`,
    keeps:
      "Ce que la loi nous demande de garder ne porte plus ni votre nom ni votre adresse, mais un pseudonyme :",
    keepsNothing: "Rien n’a dû être conservé.",
    kept: ({ name, rows, because }, until) =>
      `– ${name} (${rows}), jusqu’au ${until} au plus tard : ${because}`,
    backups: (until) =>
      `Les sauvegardes de la base de données n’ont pas été fouillées : la dernière qui peut contenir vos données disparaît le ${until}, et aucune n’est utilisée avant que cet effacement y ait été refait.`,
    notes: ({ verify, complaint }) => [
      "Le certificat signé est joint. Gardez-le : nous oublions maintenant aussi cette adresse et ne pourrons pas le renvoyer. Rien ne vous empêche d’ouvrir un nouveau compte avec la même adresse.",
      verify,
      `Si vous estimez que vos droits n’ont pas été respectés, vous pouvez adresser une réclamation à : ${complaint}.`,
    ],
  },
};

const countOf = <Key extends string>(lines: readonly Record<Key, number>[], key: Key): number =>
  lines.reduce((sum, line) => sum + line[key], 0);

const dayOf = (instant: string, locale: Locale): string =>
  dateText(new Date(instant), locale, { dateStyle: "long", timeZone: "Europe/Paris" });

function letterOf(certificate: SignedCertificate, locale: Locale): Letter {
  const words = WORDS[locale];
  const kept = certificate.kept.map((line) =>
    words.kept(line, line.until === null ? "–" : dayOf(line.until, locale)),
  );
  const forgotten = endOf("backups", new Date(certificate.certifiedAt));
  return {
    subject: words.subject,
    paragraphs: [
      words.erased(dayOf(certificate.erasedAt, locale), certificate),
      ...(kept.length > 0 ? [words.keeps, ...kept] : [words.keepsNothing]),
      ...(forgotten ? [words.backups(dayOf(forgotten.toISOString(), locale))] : []),
    ],
    notes: words.notes(certificate),
  };
}

/**
 * Sends it. A worker that dies between the server's yes and its note of it sends twice, under the same Message-ID. Throws
 * when it must be tried again.
 */
export async function sendErased(erased: {
  id: string;
  address: string;
  locale: Locale;
  certificate: SignedCertificate;
}): Promise<"taken" | "refused"> {
  const { id, address, locale, certificate } = erased;
  const letter = letterOf(certificate, locale);
  return deliver({
    messageId: `<${id}@${new URL(config.PUBLIC_URL).hostname}>`,
    to: address,
    subject: letter.subject,
    text: asText(letter, locale),
    html: await asHtml(letter, locale),
    attachment: {
      fileName: "pix2clip-erasure-certificate.json",
      contentType: "application/json",
      content: `${JSON.stringify(certificate, null, 2)}\n`,
    },
  });
}
