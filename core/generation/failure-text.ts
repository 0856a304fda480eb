/** Why a generation failed, in plain words. In every case the credits were given back; the pages say so beside it. */
import type { Locale } from "../base/locale.ts";
import type { FailureCode } from "./generation.schema.ts";

const FAILURE_TEXT: Record<Locale, Record<FailureCode, string>> = {
  en: {
    input_blocked: "The provider refused the text or picture as against its rules. Change it and try again.",
    output_blocked: "The provider blocked the result as against its rules. Another wording may pass.",
    provider_refused: "The provider could not use these settings or this picture.",
    provider_busy: "The provider is overloaded at the moment. Try again in a few minutes.",
    provider_failed: "The provider could not make it. Trying again often works.",
    provider_silent:
      "The provider did not answer. We did not ask twice, so that nothing is made or paid twice.",
    provider_unavailable: "This model is not available at the moment. We have been told.",
    transfers_suspended:
      "Sending to the model provider is suspended until its legal assessment has been renewed. Nothing left.",
    deadline_passed: "It was not ready after 30 minutes, so we stopped waiting.",
    result_unreadable: "The provider sent a file that cannot be read.",
    input_missing: "A picture it needed has been deleted in the meantime.",
    internal: "Something went wrong on our side.",
  },
  fr: {
    input_blocked: "Le fournisseur a refusé le texte ou l’image au nom de ses règles. Modifiez et réessayez.",
    output_blocked:
      "Le fournisseur a bloqué le résultat au nom de ses règles. Une autre formulation peut passer.",
    provider_refused: "Le fournisseur n’a pas pu utiliser ces réglages ou cette image.",
    provider_busy: "Le fournisseur est surchargé pour le moment. Réessayez dans quelques minutes.",
    provider_failed: "Le fournisseur n’y est pas parvenu. Réessayer suffit souvent.",
    provider_silent:
      "Le fournisseur n’a pas répondu. Nous n’avons pas redemandé, afin que rien ne soit fait ni payé deux fois.",
    provider_unavailable: "Ce modèle n’est pas disponible pour le moment. Nous en sommes avertis.",
    transfers_suspended:
      "L’envoi au fournisseur de modèles est suspendu jusqu’au renouvellement de son évaluation juridique. Rien n’est parti.",
    deadline_passed: "Ce n’était pas prêt après 30 minutes : nous avons cessé d’attendre.",
    result_unreadable: "Le fournisseur a envoyé un fichier illisible.",
    input_missing: "Une image nécessaire a été supprimée entre-temps.",
    internal: "Un problème est survenu de notre côté.",
  },
};

/** The sentence for a failure, in the reader's language. */
export const failureText = (code: FailureCode, locale: Locale): string => FAILURE_TEXT[locale][code];
