/** The texts of the pages in the visitor's language, loaded when they are needed, one file for each language. */
import type { Locale } from "../../core/base/locale.ts";
import { keptTogether } from "./format.ts";
import { ApiError } from "./http.ts";
import type { Text } from "./i18n/en.ts";
import { browserLocale, chosenLocale, rememberedLocale, rememberLocale, setChosenLocale } from "./locale.ts";
import { store } from "./store.ts";

export type { Text };

const CATALOGUES: Record<Locale, () => Promise<{ text: Text }>> = {
  en: () => import("./i18n/en.ts"),
  fr: () => import("./i18n/fr.ts"),
};

const catalogue = store<Text | undefined>(undefined);

/** The language that was asked for last; its texts may still be on their way. */
let asked: Locale = chosenLocale();
/** Texts of single pages that have been needed: a change of language takes them along. */
const companions: ((locale: Locale) => Promise<void>)[] = [];

/** Loads the texts of a language and shows them everywhere. */
export async function speak(locale: Locale): Promise<void> {
  asked = locale;
  const [{ text }] = await Promise.all([CATALOGUES[locale](), ...companions.map((bring) => bring(locale))]);
  setChosenLocale(locale);
  document.documentElement.lang = locale;
  catalogue.set(text);
}

/** Texts that only some pages need: loaded with them (`load`), and then read with the hook `use`. */
export function pageText<T>(catalogues: Record<Locale, () => Promise<{ text: T }>>) {
  const loaded = new Map<Locale, T>();
  const bring = async (locale: Locale) => {
    if (!loaded.has(locale)) loaded.set(locale, (await catalogues[locale]()).text);
  };
  return {
    load: async (): Promise<void> => {
      if (!companions.includes(bring)) companions.push(bring);
      await bring(asked);
    },
    use: (): T => {
      const text = loaded.get(useLocale());
      if (!text) throw new Error("the texts of this page have not been loaded");
      return text;
    },
  };
}

/** The visitor's own choice of language: shown now, remembered for the next visit. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  await speak(locale);
  rememberLocale(locale);
}

/** Shows somebody who has made no choice in this browser the language of their account. */
export async function speakFor(account: { locale: Locale } | null): Promise<void> {
  if (account && !rememberedLocale(document.cookie) && account.locale !== chosenLocale())
    await speak(account.locale);
}

/** The language of a first visit: what was chosen before, else what the browser asks for. */
export const firstLocale = (): Locale =>
  rememberedLocale(document.cookie) ?? browserLocale(navigator.languages);

/** Hook: the texts. Components are only shown once a language has been loaded. */
export function useText(): Text {
  const text = catalogue.use();
  if (!text) throw new Error("no language has been loaded yet");
  return text;
}

/** Hook: the language of the texts. */
export function useLocale(): Locale {
  catalogue.use();
  return chosenLocale();
}

/** The sentence to show for anything that went wrong: the server's own, or ours when it was never reached. */
export function errorSentence(error: unknown, text: Text): string {
  if (!(error instanceof ApiError)) return text.error.unexpected;
  return keptTogether(error.failure.detail) || (navigator.onLine ? text.error.network : text.error.offline);
}
