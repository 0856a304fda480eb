/** What each mail says in French. Complete by type; `{instant}` is filled in when the letter is written. */
import { RETENTION } from "../privacy/retention.ts";
import type { Words } from "./letter.ts";
import type { MailTemplate } from "./mail.sql.ts";

const LINK_HOURS = RETENTION.mailToken.days * 24;
const YEARS = RETENTION.account.years;
const UNDO_HOURS = RETENTION.emailUndo.hours;

export const WORDS_FR: Record<MailTemplate, Words> = {
  verify_email: {
    subject: "Confirmez votre adresse",
    paragraphs: [
      "Quelqu’un s’est inscrit sur Pix2Clip avec cette adresse le {instant}. Si c’était vous, confirmez qu’elle est à vous pour commencer.",
    ],
    label: "Confirmer l’adresse",
    notes: [
      `Le lien sert une seule fois, pendant ${LINK_HOURS} heures.`,
      "Si vous ne vous êtes pas inscrit à ce moment-là, n’ouvrez pas ce lien : il confirmerait le mot de passe de quelqu’un d’autre. Un compte qui n’est pas confirmé est supprimé.",
    ],
  },
  already_registered: {
    subject: "Vous avez déjà un compte",
    paragraphs: [
      "Quelqu’un vient d’essayer d’utiliser cette adresse sur Pix2Clip. Elle appartient déjà à votre compte : rien n’a été changé.",
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
      "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
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
      "Si ce n’était pas vous, ne faites rien : aucune adresse n’est changée.",
    ],
  },
  email_change_notice: {
    subject: "Votre adresse a été changée",
    paragraphs: [
      "Votre compte Pix2Clip utilise désormais une autre adresse que celle-ci.",
      "Si c’était vous, il n’y a rien à faire. Sinon, annulez : le compte revient à cette adresse et tous les appareils sont déconnectés.",
    ],
    label: "Annuler le changement",
    notes: [`Le lien sert une seule fois, pendant ${UNDO_HOURS} heures.`],
  },
  email_change_undone: {
    subject: "Votre adresse est de nouveau la vôtre : choisissez un nouveau mot de passe",
    paragraphs: [
      "Vous avez annulé le changement d’adresse de votre compte Pix2Clip, et tous les appareils ont été déconnectés.",
      "La personne qui l’a changée connaissait votre mot de passe : il ne fonctionne plus. Choisissez-en un nouveau maintenant.",
    ],
    label: "Choisir un nouveau mot de passe",
    notes: [
      "Le lien sert une seule fois, pendant une heure. Plus tard, la page de connexion vous en enverra un autre.",
    ],
  },
  processing_restricted: {
    subject: "Le traitement de vos données est limité",
    paragraphs: [
      "Comme vous l’avez demandé, votre compte Pix2Clip est maintenant en lecture seule : ce que vous avez reste conservé, et rien n’en est tiré : ni création, ni comptage, ni publicité.",
      "Les travaux en attente ont été annulés et leurs crédits rendus. Vous pouvez lever la limitation à tout moment.",
    ],
    label: "Voir la limitation",
    notes: ["Si ce n’était pas vous, connectez-vous et choisissez un nouveau mot de passe."],
  },
  lift_announced: {
    subject: "Le traitement de vos données va reprendre",
    paragraphs: [
      "Vous avez demandé à lever la limitation du traitement pour votre compte Pix2Clip. Rien n’a encore changé : le traitement ne reprend que si vous le confirmez dans vos paramètres.",
      "L’annonce vaut jusqu’au {instant}. Sans votre confirmation, la limitation reste en place.",
    ],
    label: "Confirmer ou rester limité",
    notes: ["Si ce n’était pas vous, ne confirmez rien et choisissez un nouveau mot de passe."],
  },
  closing_asked: {
    subject: "Votre compte va être effacé",
    paragraphs: [
      "Comme vous l’avez demandé, votre compte Pix2Clip est fermé. Il sera effacé le {instant}, avec tout ce que la loi ne nous oblige pas à garder.",
      "Jusque-là, vous pouvez annuler : connectez-vous, et la page qui s’ouvre vous permet de garder votre compte. Se connecter ne suffit pas à annuler.",
    ],
    label: "Voir ou annuler la fermeture",
    notes: ["Si ce n’était pas vous, connectez-vous, annulez, et choisissez un nouveau mot de passe."],
  },
  closing_cancelled: {
    subject: "Votre compte reste ouvert",
    paragraphs: [
      "Vous avez annulé la fermeture de votre compte Pix2Clip. Tout est comme avant, mais les autres appareils doivent se reconnecter.",
    ],
    label: "Voir vos paramètres",
    notes: ["Si ce n’était pas vous, choisissez un nouveau mot de passe."],
  },
  being_erased: {
    subject: "Le compte de cette adresse est en cours d’effacement",
    paragraphs: [
      "Quelqu’un vient d’essayer d’utiliser cette adresse sur Pix2Clip. Le compte auquel elle appartient est justement en cours d’effacement : rien n’a été changé.",
      "Quand il aura disparu, vous recevrez un dernier message avec le certificat. Dès lors, un nouveau compte pourra être ouvert avec cette adresse.",
    ],
    label: "Ouvrir alors un nouveau compte",
    notes: ["Si ce n’était pas vous, il n’y a rien à faire."],
  },
  export_ready: {
    subject: "Vos données sont prêtes",
    paragraphs: [
      "La copie de vos données chez Pix2Clip que vous avez demandée est prête. Vous la trouverez dans vos paramètres, où votre mot de passe vous sera redemandé pour la télécharger.",
    ],
    label: "Aller au téléchargement",
    notes: [
      `Elle reste disponible ${RETENTION.exports.days} jours, puis elle est supprimée.`,
      "Si vous n’avez rien demandé, supprimez-la à cet endroit et choisissez un nouveau mot de passe.",
    ],
  },
  idle_notice: {
    subject: "Votre compte sera effacé si vous ne vous connectez pas",
    paragraphs: [
      `Personne ne s’est connecté à votre compte Pix2Clip depuis près de ${YEARS} ans. Comme le prévoit notre politique de confidentialité, il sera effacé le {instant}, avec tout ce que la loi ne nous oblige pas à conserver.`,
      "Pour le garder, connectez-vous une fois d’ici là : rien d’autre n’est nécessaire. Pour emporter vos données, connectez-vous et demandez-en une copie dans vos paramètres.",
      "Il vous reste {credits}, d’une valeur de {value}. Ce qui n’est pas dépensé prend fin avec le compte.",
    ],
    label: "Me connecter et garder le compte",
    notes: ["Si vous n’en avez plus besoin, vous n’avez rien à faire."],
  },
  idle_kept: {
    subject: "Votre compte est inactif depuis longtemps",
    paragraphs: [
      `Personne ne s’est connecté à votre compte Pix2Clip depuis près de ${YEARS} ans, et les comptes que personne n’utilise sont effacés. Le vôtre le serait le {instant}.`,
      "Vous avez limité le traitement de vos données et demandé à tout conserver entre-temps : il reste donc jusqu’à ce que vous leviez la limitation ou fermiez le compte. L’un et l’autre se font dans vos paramètres.",
      "Il vous reste {credits}, d’une valeur de {value}.",
    ],
    label: "Me connecter",
    notes: ["Si vous voulez qu’il reste ainsi, vous n’avez rien à faire."],
  },
  whats_new: {
    subject: "Du nouveau chez Pix2Clip",
    paragraphs: [
      "Vos données sont maintenant entre vos mains, sur une seule page : voyez ce qui est conservé à votre sujet et pourquoi, emportez le tout dans une archive, limitez le traitement ou fermez le compte.",
      "Vous y décidez aussi si le studio peut retenir vos réglages et vos dernières instructions, pour vous les proposer à nouveau.",
    ],
    label: "Voir la page",
    notes: [],
  },
  policy_changed: {
    subject: "Notre politique de confidentialité change le {day}",
    paragraphs: [
      "Une nouvelle version de la politique de confidentialité de Pix2Clip s’applique à compter du {day}. Ce qui change :",
      "{changes}",
      "Jusque-là, la version actuelle s’applique. Vous n’avez rien à faire. Si vous n’êtes pas d’accord, vous pouvez vous opposer, limiter le traitement ou fermer votre compte à tout moment dans vos paramètres.",
    ],
    label: "Lire la nouvelle version",
    notes: [],
    byLaw: true,
  },
};
