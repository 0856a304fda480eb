/** The words of the mailbox, in both languages. */
import type { Context } from "hono";
import { accepts } from "hono/accepts";

export type Locale = "en" | "fr";

/** The reader's language: the best of the two that the browser asks for, else English. */
export const localeOf = (c: Context): Locale =>
  accepts(c, {
    header: "Accept-Language",
    supports: ["en", "fr"],
    default: "en",
    match: (wanted, { supports }) =>
      wanted
        .toSorted((a, b) => b.q - a.q)
        .map(({ type }) => type.slice(0, 2).toLowerCase())
        .find((language) => supports.includes(language)) ?? "en",
  }) === "fr"
    ? "fr"
    : "en";

type Words = Record<
  | "empty"
  | "clear"
  | "back"
  | "from"
  | "to"
  | "links"
  | "attachments"
  | "asText"
  | "content"
  | "gone"
  | "noSubject",
  string
>;

export const WORDS: Record<Locale, Words> = {
  en: {
    empty: "No mail yet. Sign up, or ask for a new password, and it will be here in a moment.",
    clear: "Delete all",
    back: "All mails",
    from: "From",
    to: "To",
    links: "Links in this mail",
    attachments: "Attachments",
    asText: "As text",
    content: "Content of the mail",
    gone: "This mail is no longer here.",
    noSubject: "(no subject)",
  },
  fr: {
    empty: "Aucun message. Inscrivez-vous ou demandez un nouveau mot de passe : il arrivera dans un instant.",
    clear: "Tout supprimer",
    back: "Tous les messages",
    from: "De",
    to: "À",
    links: "Liens de ce message",
    attachments: "Pièces jointes",
    asText: "En texte",
    content: "Contenu du message",
    gone: "Ce message n’est plus là.",
    noSubject: "(sans objet)",
  },
};

/** Whose mails they are: those of this machine, or of a preview in the cloud. */
export type MailboxOf = "machine" | "preview";

export const INTRODUCTIONS: Record<MailboxOf, Record<Locale, Record<"title" | "intro", string>>> = {
  machine: {
    en: {
      title: "Local mailbox",
      intro: "Every mail that this machine’s Pix2Clip sends ends here. The list renews itself.",
    },
    fr: {
      title: "Boîte aux lettres locale",
      intro:
        "Tous les messages que le Pix2Clip de cette machine envoie arrivent ici. La liste se renouvelle seule.",
    },
  },
  preview: {
    en: {
      title: "Mailbox of this preview",
      intro:
        "Every mail of this preview ends here and nowhere else. One running instance keeps them and forgets them when it ends, often after a few minutes without use: ask for a mail again if it is gone. Certificates of erasure are mailed by another instance and cannot be read here.",
    },
    fr: {
      title: "Boîte aux lettres de cet aperçu",
      intro:
        "Tous les messages de cet aperçu arrivent ici et nulle part ailleurs. Une seule instance les garde et les oublie quand elle s’arrête, souvent après quelques minutes sans visite : redemandez un message qui a disparu. Les attestations d’effacement sont envoyées par une autre instance et ne peuvent pas être lues ici.",
    },
  },
};
