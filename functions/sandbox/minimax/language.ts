/** Which language a text is read in: the one the caller names, else guessed from its letters and small words. */

/** `language_boost` of the provider to the synthesiser's language. */
const LANGUAGE_OF: Record<string, string> = {
  Chinese: "cmn",
  "Chinese,Yue": "yue",
  English: "en-us",
  Arabic: "ar",
  Russian: "ru",
  Spanish: "es",
  French: "fr",
  Portuguese: "pt",
  German: "de",
  Turkish: "tr",
  Dutch: "nl",
  Ukrainian: "uk",
  Vietnamese: "vi",
  Indonesian: "id",
  Japanese: "ja",
  Italian: "it",
  Korean: "ko",
  Thai: "th",
  Polish: "pl",
  Romanian: "ro",
  Greek: "el",
  Czech: "cs",
  Finnish: "fi",
  Hindi: "hi",
  Bulgarian: "bg",
  Danish: "da",
  Hebrew: "he",
  Malay: "ms",
  Persian: "fa",
  Slovak: "sk",
  Swedish: "sv",
  Croatian: "hr",
  Filipino: "id",
  Hungarian: "hu",
  Norwegian: "nb",
  Slovenian: "sl",
  Catalan: "ca",
  Nynorsk: "nb",
  Tamil: "ta",
  Afrikaans: "af",
};

/** What `language_boost` may be. */
export const LANGUAGES: readonly string[] = [...Object.keys(LANGUAGE_OF), "auto"];

const SCRIPTS: [string, RegExp][] = [
  ["ja", /\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ["cmn", /\p{Script=Han}/u],
  ["ko", /\p{Script=Hangul}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["ru", /\p{Script=Cyrillic}/u],
  ["el", /\p{Script=Greek}/u],
  ["hi", /\p{Script=Devanagari}/u],
];
const SMALL_WORDS: [string, RegExp][] = [
  ["en-us", /\b(the|and|is|are|of|to|you|this|that|with|it|my|we|hello)\b/gi],
  [
    "fr",
    /(?<!\p{L})(le|la|les|des?|du|et|est|une?|je|vous|nous|dans|pour|que|qui|ce|bonjour|voix)(?!\p{L})|[cdjlmnqst]['’]|[çœêèùâî]/giu,
  ],
  ["de", /(?<!\p{L})(der|die|das|und|ist|nicht|ein|ich|mit|von|wir)(?!\p{L})|ß/giu],
  ["es", /(?<!\p{L})(el|los|las|una?|es|que|por|con|para|hola|y)(?!\p{L})|[ñ¿¡]/giu],
  ["it", /(?<!\p{L})(il|gli|che|è|per|sono|della?|ciao|non)(?!\p{L})/giu],
];

/**
 * The synthesiser's language for a text. `boost` is the provider's word for a language, `auto`, or nothing; `own` the
 * language in the voice's name, which decides when the text does not show its own.
 */
export function chooseLanguage(text: string, boost: string | null | undefined, own?: string): string {
  const named = LANGUAGE_OF[boost ?? ""];
  if (named !== undefined) return named;
  const script = SCRIPTS.find(([, letters]) => letters.test(text))?.[0];
  if (script !== undefined) return script;
  const counts = SMALL_WORDS.map(([language, words]) => ({
    language,
    count: text.match(words)?.length ?? 0,
  }));
  const best = counts.reduce((most, each) => (each.count > most.count ? each : most));
  return best.count === 0 ? (LANGUAGE_OF[own ?? ""] ?? "en-us") : best.language;
}
