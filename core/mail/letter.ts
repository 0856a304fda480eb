/**
 * What each mail says, in both languages. Complete by type. A letter is data: layout.ts makes the text and the HTML part
 * of the same words. Links lead to pages of ours alone.
 */
import { config } from "../base/config.ts";
import type { Locale } from "../base/locale.ts";
import { RETENTION } from "../privacy/retention.ts";
import type { MailTemplate } from "./mail.sql.ts";

export type Letter = {
  subject: string;
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  /** Said in smaller print, after the link. */
  notes: readonly string[];
};

type Words = Omit<Letter, "action"> & { label?: string };

/** The page behind the link of each mail; `token` where it is a single-use one. */
const PAGES: Record<MailTemplate, { path: string; token: boolean }> = {
  verify_email: { path: "/confirm", token: true },
  already_registered: { path: "/sign-in", token: false },
  reset_password: { path: "/reset", token: true },
  password_changed: { path: "/forgot", token: false },
  confirm_new_email: { path: "/email/confirm", token: true },
  email_change_notice: { path: "/email/undo", token: true },
  email_change_undone: { path: "/reset", token: true },
};

const LINK_HOURS = RETENTION.mailToken.days * 24;
const UNDO_HOURS = RETENTION.emailUndo.hours;

/** The letter of a template. Throws for a template with a single-use link and no token, or with an instant and none. */
export function writeLetter(
  template: MailTemplate,
  locale: Locale,
  token: string | undefined,
  instant?: Date,
): Letter {
  const page = PAGES[template];
  const { label, ...patterns } = WORDS[locale][template];
  const fill = (text: string) => text.replace("{instant}", () => sayInstant(instant, locale));
  const words = { ...patterns, paragraphs: patterns.paragraphs.map(fill), notes: patterns.notes.map(fill) };
  const url = new URL(page.path, config.PUBLIC_URL);
  if (page.token && token === undefined) throw new Error("a mail with a link was given no token");
  if (page.token && token !== undefined) url.searchParams.set("token", token);
  return { ...words, ...(label ? { action: { label, url: url.href } } : {}) };
}

/** Day and hour in France, where the service is, with its zone named. */
function sayInstant(instant: Date | undefined, locale: Locale): string {
  if (instant === undefined) throw new Error("a mail that names an instant was given none");
  return new Intl.DateTimeFormat(locale === "fr" ? "fr-FR" : "en-IE", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/Paris",
    timeZoneName: "short",
  }).format(instant);
}

const WORDS: Record<Locale, Record<MailTemplate, Words>> = {
  en: {
    verify_email: {
      subject: "Confirm your address",
      paragraphs: [
        "Somebody signed up at Pix2Clip with this address: on {instant}. If it was you, confirm that the address is yours to begin.",
      ],
      label: "Confirm the address",
      notes: [
        `The link works once, for ${LINK_HOURS} hours.`,
        "If you did not sign up then, do not follow the link: it would confirm somebody else’s password. An account that is not confirmed is deleted.",
      ],
    },
    already_registered: {
      subject: "You already have an account",
      paragraphs: [
        "Somebody has just tried to use this address at Pix2Clip. It already belongs to your account, so nothing was changed.",
        "If it was you, sign in. If you have forgotten the password, the sign-in page helps you to choose a new one.",
      ],
      label: "Sign in",
      notes: ["If it was not you, there is nothing to do. Nobody was told that you have an account."],
    },
    reset_password: {
      subject: "Choose a new password",
      paragraphs: ["A new password was asked for, for your account at Pix2Clip."],
      label: "Choose a new password",
      notes: [
        "The link works once, for one hour. Afterwards you are signed out everywhere.",
        "If it was not you, do nothing: your password stays as it is.",
      ],
    },
    password_changed: {
      subject: "Your password was changed",
      paragraphs: [
        "The password of your account at Pix2Clip has just been changed, and all other devices were signed out.",
        "If it was you, there is nothing to do. If it was not, choose a new password at once.",
      ],
      label: "Choose a new password",
      notes: [],
    },
    confirm_new_email: {
      subject: "Confirm your new address",
      paragraphs: [
        "This address was named as the new address of an account at Pix2Clip. It takes effect when you confirm it.",
      ],
      label: "Confirm the new address",
      notes: [
        `The link works once, for ${LINK_HOURS} hours.`,
        "If it was not you, do nothing: no address is changed.",
      ],
    },
    email_change_notice: {
      subject: "Your address was changed",
      paragraphs: [
        "Your account at Pix2Clip now uses another address than this one.",
        "If it was you, there is nothing to do. If it was not, take it back: the account returns to this address and every device is signed out.",
      ],
      label: "Take the change back",
      notes: [`The link works once, for ${UNDO_HOURS} hours.`],
    },
    email_change_undone: {
      subject: "Your address is yours again: choose a new password",
      paragraphs: [
        "You have taken back the change of address of your account at Pix2Clip, and every device was signed out.",
        "Whoever changed it knew your password, so it no longer works. Choose a new one now.",
      ],
      label: "Choose a new password",
      notes: ["The link works once, for one hour. Later you can ask for another one on the sign-in page."],
    },
  },
  fr: {
    verify_email: {
      subject: "Confirmez votre adresse",
      paragraphs: [
        "Quelqu’un s’est inscrit sur Pix2Clip avec cette adresse : le {instant}. Si c’était vous, confirmez qu’elle est à vous pour commencer.",
      ],
      label: "Confirmer l’adresse",
      notes: [
        `Le lien sert une seule fois, pendant ${LINK_HOURS} heures.`,
        "Si ce n’était pas vous, ne faites rien : un compte qui n’est pas confirmé est supprimé.",
      ],
    },
    already_registered: {
      subject: "Vous avez déjà un compte",
      paragraphs: [
        "Quelqu’un vient d’essayer d’utiliser cette adresse sur Pix2Clip. Elle appartient déjà à votre compte : rien n’a été changé.",
        "Si c’était vous, connectez-vous. Si vous avez oublié le mot de passe, la page de connexion vous aide à en choisir un nouveau.",
      ],
      label: "Se connecter",
      notes: ["Si ce n’était pas vous, il n’y a rien à faire. Personne n’a appris que vous avez un compte."],
    },
    reset_password: {
      subject: "Choisissez un nouveau mot de passe",
      paragraphs: ["Un nouveau mot de passe a été demandé pour votre compte Pix2Clip."],
      label: "Choisir un nouveau mot de passe",
      notes: [
        "Le lien sert une seule fois, pendant une heure. Ensuite, vous êtes déconnecté partout.",
        "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
      ],
    },
    password_changed: {
      subject: "Votre mot de passe a été changé",
      paragraphs: [
        "Le mot de passe de votre compte Pix2Clip vient d’être changé, et tous les autres appareils ont été déconnectés.",
        "Si c’était vous, il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe.",
      ],
      label: "Choisir un nouveau mot de passe",
      notes: [],
    },
    confirm_new_email: {
      subject: "Confirmez votre nouvelle adresse",
      paragraphs: [
        "Cette adresse a été indiquée comme nouvelle adresse d’un compte Pix2Clip. Elle prend effet quand vous la confirmez.",
      ],
      label: "Confirmer la nouvelle adresse",
      notes: [
        `Le lien sert une seule fois, pendant ${LINK_HOURS} heures.`,
        "Si ce n’était pas vous, ne faites rien : aucune adresse n’est changée.",
      ],
    },
    email_change_notice: {
      subject: "Votre adresse a été changée",
      paragraphs: [
        "Votre compte Pix2Clip utilise désormais une autre adresse que celle-ci.",
        "Si c’était vous, il n’y a rien à faire. Sinon, annulez : le compte revient à cette adresse et tous les appareils sont déconnectés.",
      ],
      label: "Annuler le changement",
      notes: [`Le lien sert une seule fois, pendant ${UNDO_HOURS} heures.`],
    },
    email_change_undone: {
      subject: "Votre adresse est de nouveau la vôtre : choisissez un nouveau mot de passe",
      paragraphs: [
        "Vous avez annulé le changement d’adresse de votre compte Pix2Clip, et tous les appareils ont été déconnectés.",
        "La personne qui l’a changée connaissait votre mot de passe : il ne fonctionne plus. Choisissez-en un nouveau maintenant.",
      ],
      label: "Choisir un nouveau mot de passe",
      notes: [
        "Le lien sert une seule fois, pendant une heure. Plus tard, la page de connexion vous en enverra un autre.",
      ],
    },
  },
};
