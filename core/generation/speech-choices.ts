/**
 * Voices and languages of speech, as the provider names them and as people read them. The voices are a choice from the
 * provider's list of system voices (platform.minimax.io, system-voice-id); every voice can speak every language.
 */
import type { Locale } from "../base/locale.ts";

export type Words = Record<Locale, string>;
export type Choice = { id: string; label: Words };

const words = (en: string, fr: string): Words => ({ en, fr });

export const VOICES: readonly Choice[] = [
  { id: "French_MaleNarrator", label: words("Narrator, man (French)", "Narrateur (français)") },
  { id: "French_FemaleAnchor", label: words("Presenter, woman (French)", "Présentatrice (français)") },
  { id: "French_CasualMan", label: words("Relaxed man (French)", "Homme décontracté (français)") },
  { id: "French_MovieLeadFemale", label: words("Actress (French)", "Actrice (français)") },
  { id: "English_expressive_narrator", label: words("Expressive narrator", "Narrateur expressif (anglais)") },
  { id: "English_Graceful_Lady", label: words("Graceful lady", "Dame élégante (anglais)") },
  { id: "English_radiant_girl", label: words("Radiant young woman", "Jeune femme radieuse (anglais)") },
  { id: "English_Persuasive_Man", label: words("Persuasive man", "Homme persuasif (anglais)") },
  { id: "English_CalmWoman", label: words("Calm woman", "Femme calme (anglais)") },
  {
    id: "English_ManWithDeepVoice",
    label: words("Man with a deep voice", "Homme à la voix grave (anglais)"),
  },
  { id: "German_FriendlyMan", label: words("Friendly man (German)", "Homme aimable (allemand)") },
  { id: "German_SweetLady", label: words("Gentle woman (German)", "Femme douce (allemand)") },
  { id: "Spanish_SereneWoman", label: words("Serene woman (Spanish)", "Femme sereine (espagnol)") },
  { id: "Italian_Narrator", label: words("Narrator (Italian)", "Narrateur (italien)") },
];

/** `boost` is the word of the provider's `language_boost`. Left out, the model finds the language by itself. */
export const LANGUAGES: readonly (Choice & { boost: string })[] = [
  { id: "fr", boost: "French", label: words("French", "Français") },
  { id: "en", boost: "English", label: words("English", "Anglais") },
  { id: "de", boost: "German", label: words("German", "Allemand") },
  { id: "es", boost: "Spanish", label: words("Spanish", "Espagnol") },
  { id: "it", boost: "Italian", label: words("Italian", "Italien") },
  { id: "pt", boost: "Portuguese", label: words("Portuguese", "Portugais") },
  { id: "nl", boost: "Dutch", label: words("Dutch", "Néerlandais") },
  { id: "pl", boost: "Polish", label: words("Polish", "Polonais") },
  { id: "ro", boost: "Romanian", label: words("Romanian", "Roumain") },
  { id: "el", boost: "Greek", label: words("Greek", "Grec") },
  { id: "cs", boost: "Czech", label: words("Czech", "Tchèque") },
  { id: "sk", boost: "Slovak", label: words("Slovak", "Slovaque") },
  { id: "sl", boost: "Slovenian", label: words("Slovenian", "Slovène") },
  { id: "hr", boost: "Croatian", label: words("Croatian", "Croate") },
  { id: "hu", boost: "Hungarian", label: words("Hungarian", "Hongrois") },
  { id: "bg", boost: "Bulgarian", label: words("Bulgarian", "Bulgare") },
  { id: "da", boost: "Danish", label: words("Danish", "Danois") },
  { id: "sv", boost: "Swedish", label: words("Swedish", "Suédois") },
  { id: "fi", boost: "Finnish", label: words("Finnish", "Finnois") },
  { id: "no", boost: "Norwegian", label: words("Norwegian", "Norvégien") },
  { id: "ca", boost: "Catalan", label: words("Catalan", "Catalan") },
  { id: "uk", boost: "Ukrainian", label: words("Ukrainian", "Ukrainien") },
  { id: "tr", boost: "Turkish", label: words("Turkish", "Turc") },
  { id: "ar", boost: "Arabic", label: words("Arabic", "Arabe") },
  { id: "he", boost: "Hebrew", label: words("Hebrew", "Hébreu") },
  { id: "ja", boost: "Japanese", label: words("Japanese", "Japonais") },
  { id: "ko", boost: "Korean", label: words("Korean", "Coréen") },
  { id: "zh", boost: "Chinese", label: words("Chinese", "Chinois") },
];
