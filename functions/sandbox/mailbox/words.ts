/** The words of the mailbox, in both languages. */
import type { Locale } from "../../../core/base/locale.ts";

type Words = Record<
  | "title"
  | "intro"
  | "empty"
  | "clear"
  | "back"
  | "from"
  | "to"
  | "links"
  | "asText"
  | "content"
  | "gone"
  | "noSubject",
  string
>;

export const WORDS: Record<Locale, Words> = {
  en: {
    title: "Local mailbox",
    intro: "Every mail that this machine’s Pix2Clip sends ends here. The list renews itself.",
    empty: "No mail yet. Sign up, or ask for a new password, and it will be here in a moment.",
    clear: "Delete all",
    back: "All mails",
    from: "From",
    to: "To",
    links: "Links in this mail",
    asText: "As text",
    content: "Content of the mail",
    gone: "This mail is no longer here.",
    noSubject: "(no subject)",
  },
  fr: {
    title: "Boîte aux lettres locale",
    intro:
      "Tous les messages que le Pix2Clip de cette machine envoie arrivent ici. La liste se renouvelle seule.",
    empty: "Aucun message. Inscrivez-vous ou demandez un nouveau mot de passe : il arrivera dans un instant.",
    clear: "Tout supprimer",
    back: "Tous les messages",
    from: "De",
    to: "À",
    links: "Liens de ce message",
    asText: "En texte",
    content: "Contenu du message",
    gone: "Ce message n’est plus là.",
    noSubject: "(sans objet)",
  },
};
