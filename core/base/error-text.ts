/** The words for each error code and each refused field, in both languages. Complete by type; numbers are filled in. */
import type { ErrorCode, ErrorDetails, FieldFault, FieldRule } from "./error.ts";
import { LANGUAGE_TAG } from "./language-tag.ts";
import { LEGAL_ENTITY } from "./legal-entity.ts";
import type { Locale } from "./locale.ts";

const ERROR_TEXT: Record<Locale, Record<ErrorCode, string>> = {
  en: {
    invalid_input: "Some of what was sent cannot be used. See the fields named below.",
    malformed_json: "The request is not valid JSON.",
    token_invalid: "This link is not valid, or was already used. Ask for a new one.",
    unauthenticated: "Please sign in.",
    wrong_credentials:
      "Email address or password is wrong. If you have just signed up, first follow the link in the mail that we have sent you.",
    insufficient_credits: "This costs {needed} credits and you have {available}.",
    forbidden: "You may not do that.",
    csrf_failed: "The page was open for too long. Reload it and try again.",
    origin_refused: "The request came from another site and was refused.",
    password_needed: "Enter your password again to do this.",
    account_suspended: `This account is suspended. Write to ${LEGAL_ENTITY.contact} and a person will look at it.`,
    consent_required:
      "This needs a consent that you have not given. You give and take it back in Settings > GDPR & my data.",
    not_found: "There is nothing here, or it is not yours.",
    conflict: "This has changed in the meantime. Reload and try again.",
    notice_changed: "The text beside this choice has changed. Read the new one, then choose again.",
    idempotency_conflict: "The same idempotency key was used for another request.",
    transfer_notice_unseen:
      "First read where your work goes, and say that you have read it. Nothing was sent and nothing was charged.",
    quote_mismatch: "The price was given for other settings. Ask for the price again.",
    generation_started: "The provider has begun the work, so it can no longer be cancelled.",
    generation_finished: "This generation has already ended.",
    media_not_ready: "The file is still being checked. Try again in a moment.",
    file_lost:
      "This file is lost: our storage no longer has it, and we are sorry. Everything else about it is still here.",
    credits_unconfirmed: "You have {available} credits left. Confirm that you give them up.",
    erasure_started: "The erasure has begun and can no longer be stopped.",
    lift_not_announced:
      "First announce that processing is to resume; the announcement holds for {limit} hours.",
    upload_incomplete: "The file has not arrived completely. Send it again.",
    export_running: "An export is being prepared already. Wait until it is ready, or delete it first.",
    export_not_ready: "The export is still being prepared. You get a mail when it is ready.",
    expired: "This is no longer available.",
    quote_expired: "The price was valid for 15 minutes. Look at the new price and confirm again.",
    token_expired: "This link has expired. Ask for a new one.",
    media_too_large: "The file is too large. The limit is {limit} MB.",
    body_too_large: "The request is too large.",
    unsupported_content_type: "Send JSON (Content-Type: application/json).",
    media_type_unsupported: "This kind of file is not supported. Use JPEG, PNG, WebP, MP4, MP3, M4A or WAV.",
    media_type_mismatch: "The file is not what its name says. Choose another one.",
    media_empty: "The file is empty.",
    media_corrupt: "The file is damaged or incomplete and cannot be read.",
    media_too_many_pixels: "The picture has too many pixels. The limit is {limit} megapixels.",
    media_too_small: "The picture is too small: the shorter side must be more than {limit} pixels.",
    media_too_long: "The recording is too long. The limit is {limit} seconds.",
    media_aspect_unsupported:
      "The picture is too wide or too tall for this model. Crop it between 2:5 and 5:2.",
    account_restricted:
      "Processing of your data is restricted at your request. Lift the restriction to do this.",
    account_closing: "Your account is being closed. Cancel the closing to do this.",
    rate_limited: "Too many attempts. Try again in {retryAfter}.",
    internal: "Something went wrong on our side. Nothing was lost and nothing was charged.",
    transfers_suspended:
      "Nothing is sent to the model provider at the moment: the agreement or the assessment that the law asks for before anything goes to China is missing or overdue. Nothing was charged. Your library stays open.",
    restoring:
      "The service is being restored from a backup, and first repeats the deletions that came after it. Try again in a few minutes.",
    unavailable: "This is not available at the moment. Try again shortly.",
  },
  fr: {
    invalid_input: "Une partie de l’envoi est inutilisable. Voyez les champs indiqués.",
    malformed_json: "La requête n’est pas du JSON valide.",
    token_invalid: "Ce lien n’est pas valable ou a déjà servi. Demandez-en un nouveau.",
    unauthenticated: "Veuillez vous connecter.",
    wrong_credentials:
      "Adresse e-mail ou mot de passe incorrect. Si vous venez de vous inscrire, suivez d’abord le lien du message que nous vous avons envoyé.",
    insufficient_credits: "Cela coûte {needed} crédits et vous en avez {available}.",
    forbidden: "Vous ne pouvez pas faire cela.",
    csrf_failed: "La page est restée ouverte trop longtemps. Rechargez-la et recommencez.",
    origin_refused: "La requête venait d’un autre site et a été refusée.",
    password_needed: "Saisissez à nouveau votre mot de passe pour faire cela.",
    account_suspended: `Ce compte est suspendu. Écrivez à ${LEGAL_ENTITY.contact} : une personne examinera votre cas.`,
    consent_required:
      "Cela demande un consentement que vous n’avez pas donné. Vous le donnez et le retirez dans Paramètres > RGPD et mes données.",
    not_found: "Il n’y a rien ici, ou cela ne vous appartient pas.",
    conflict: "Cela a changé entre-temps. Rechargez et recommencez.",
    notice_changed: "Le texte à côté de ce choix a changé. Lisez le nouveau, puis choisissez à nouveau.",
    idempotency_conflict: "La même clé d’idempotence a servi à une autre requête.",
    transfer_notice_unseen:
      "Lisez d’abord où part votre demande, et dites que vous l’avez lu. Rien n’a été envoyé ni débité.",
    quote_mismatch: "Le prix avait été donné pour d’autres réglages. Demandez à nouveau le prix.",
    generation_started: "Le fournisseur a commencé le travail : il n’est plus possible d’annuler.",
    generation_finished: "Cette génération est déjà terminée.",
    media_not_ready: "Le fichier est encore en cours de vérification. Réessayez dans un instant.",
    file_lost:
      "Ce fichier est perdu : notre stockage ne l’a plus, et nous en sommes désolés. Tout le reste est encore là.",
    credits_unconfirmed: "Il vous reste {available} crédits. Confirmez que vous y renoncez.",
    erasure_started: "L’effacement a commencé et ne peut plus être arrêté.",
    lift_not_announced: "Annoncez d’abord la reprise du traitement ; l’annonce vaut pendant {limit} heures.",
    upload_incomplete: "Le fichier n’est pas arrivé en entier. Envoyez-le à nouveau.",
    export_running: "Un export est déjà en préparation. Attendez qu’il soit prêt, ou supprimez-le d’abord.",
    export_not_ready: "L’export est encore en préparation. Un e-mail vous préviendra quand il sera prêt.",
    expired: "Cela n’est plus disponible.",
    quote_expired: "Le prix était valable 15 minutes. Regardez le nouveau prix et confirmez à nouveau.",
    token_expired: "Ce lien a expiré. Demandez-en un nouveau.",
    media_too_large: "Le fichier est trop lourd. La limite est de {limit} Mo.",
    body_too_large: "La requête est trop lourde.",
    unsupported_content_type: "Envoyez du JSON (Content-Type : application/json).",
    media_type_unsupported:
      "Ce type de fichier n’est pas accepté. Utilisez JPEG, PNG, WebP, MP4, MP3, M4A ou WAV.",
    media_type_mismatch: "Le fichier n’est pas ce que dit son nom. Choisissez-en un autre.",
    media_empty: "Le fichier est vide.",
    media_corrupt: "Le fichier est abîmé ou incomplet et ne peut pas être lu.",
    media_too_many_pixels: "L’image a trop de pixels. La limite est de {limit} mégapixels.",
    media_too_small: "L’image est trop petite : le plus petit côté doit dépasser {limit} pixels.",
    media_too_long: "L’enregistrement est trop long. La limite est de {limit} secondes.",
    media_aspect_unsupported:
      "L’image est trop large ou trop haute pour ce modèle. Recadrez-la entre 2:5 et 5:2.",
    account_restricted:
      "Le traitement de vos données est limité à votre demande. Levez la limitation pour faire cela.",
    account_closing: "Votre compte est en cours de fermeture. Annulez la fermeture pour faire cela.",
    rate_limited: "Trop de tentatives. Réessayez dans {retryAfter}.",
    internal: "Un problème est survenu de notre côté. Rien n’est perdu et rien n’a été débité.",
    transfers_suspended:
      "Rien n’est envoyé au fournisseur de modèles pour le moment : le contrat ou l’évaluation que la loi exige avant tout envoi vers la Chine manque ou doit être revu. Rien n’a été débité. Votre bibliothèque reste ouverte.",
    restoring:
      "Le service est en cours de restauration depuis une sauvegarde, et répète d’abord les suppressions intervenues depuis. Réessayez dans quelques minutes.",
    unavailable: "Ce n’est pas disponible pour le moment. Réessayez bientôt.",
  },
};

const FIELD_TEXT: Record<Locale, Record<FieldRule, string>> = {
  en: {
    required: "This is required.",
    unknown_field: "This field is not known.",
    wrong_type: "This has the wrong form.",
    too_short: "At least {limit} characters.",
    too_long: "At most {limit} characters.",
    too_small: "At least {limit}.",
    too_large: "At most {limit}.",
    no_email: "Enter your email address.",
    not_email: "This is not an email address.",
    not_one_of: "This is not one of the choices.",
    malformed: "This has the wrong form.",
    common_password: "This password is among the most common ones. Choose another.",
    guessable_password:
      "This password can be guessed from your name, your address or a simple pattern. Choose another.",
    wrong_password: "This is not your password.",
    unchanged: "This is what you have already.",
    invisible: "There is no visible text in it.",
    not_offered: "The model does not offer this.",
    not_your_address: "Type exactly the address of your account.",
  },
  fr: {
    required: "Ce champ est requis.",
    unknown_field: "Ce champ est inconnu.",
    wrong_type: "La forme est incorrecte.",
    too_short: "Au moins {limit} caractères.",
    too_long: "Au plus {limit} caractères.",
    too_small: "Au moins {limit}.",
    too_large: "Au plus {limit}.",
    no_email: "Saisissez votre adresse e-mail.",
    not_email: "Ce n’est pas une adresse e-mail.",
    not_one_of: "Ce choix n’existe pas.",
    malformed: "La forme est incorrecte.",
    common_password: "Ce mot de passe est parmi les plus courants. Choisissez-en un autre.",
    guessable_password:
      "Ce mot de passe se devine à partir de votre nom, de votre adresse ou d’un motif simple. Choisissez-en un autre.",
    wrong_password: "Ce n’est pas votre mot de passe.",
    unchanged: "C’est déjà ce que vous avez.",
    invisible: "Il n’y a aucun texte visible.",
    not_offered: "Le modèle ne propose pas cela.",
    not_your_address: "Écrivez exactement l’adresse de votre compte.",
  },
};

function waitingTime(seconds: number, locale: Locale): string {
  const [value, unit] =
    seconds < 120
      ? [seconds, "second"]
      : seconds < 7200
        ? [seconds / 60, "minute"]
        : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(LANGUAGE_TAG[locale], {
    style: "unit",
    unit: unit as string,
    unitDisplay: "long",
  }).format(Math.ceil(value as number));
}

/** The sentence for an error, in the reader's language. */
export function errorText(code: ErrorCode, details: ErrorDetails, locale: Locale): string {
  const values: Record<string, string> = {
    needed: String(details.needed ?? ""),
    available: String(details.available ?? ""),
    limit: String(details.limit ?? ""),
    retryAfter: waitingTime(details.retryAfterSeconds ?? 60, locale),
  };
  return ERROR_TEXT[locale][code].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** The sentence for an error before its numbers are filled in, for lists of errors. */
export const errorPattern = (code: ErrorCode, locale: Locale): string => ERROR_TEXT[locale][code];

/** The sentence for one refused field. */
export const fieldText = (fault: FieldFault, locale: Locale): string =>
  FIELD_TEXT[locale][fault.rule].replace("{limit}", String(fault.limit ?? ""));
