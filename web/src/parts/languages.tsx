/** The switch between the two languages. */

import { chooseLanguage, errorSentence, useLocale, useText } from "../language.ts";
import { LOCALES, type Locale } from "../locale.ts";
import { showToast } from "../toast.ts";

/** Changes the language of the pages in this browser, and remembers it. */
export function Languages() {
  const text = useText();
  const current = useLocale();
  const choose = (locale: Locale) =>
    chooseLanguage(locale).catch((error: unknown) => showToast(errorSentence(error, text)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs in a form.
    <span class="languages" role="group" aria-label={text.shell.language}>
      {LOCALES.map((locale) => (
        <button
          key={locale}
          type="button"
          class="language"
          lang={locale}
          aria-pressed={locale === current}
          aria-label={`${locale.toUpperCase()}, ${LANGUAGE_NAMES[locale]}`}
          onClick={() => void choose(locale)}
        >
          {locale.toUpperCase()}
        </button>
      ))}
    </span>
  );
}

/** Each in itself, so that whoever reads it finds it. */
export const LANGUAGE_NAMES: Record<Locale, string> = { en: "English", fr: "Français" };
