/** The switch between the two languages. */
import { errorSentence, useLocale, useText } from "../language.ts";
import { LOCALES, type Locale } from "../locale.ts";
import { changeLanguage } from "../own-language.ts";
import { showToast } from "../toast.ts";

/** Each in itself, so that whoever reads it finds it. */
const NAMES: Record<Locale, string> = { en: "English", fr: "Français" };

/** Two buttons; `full` writes the names out. */
export function Languages({ full = false }: { full?: boolean }) {
  const text = useText();
  const current = useLocale();
  const choose = (locale: Locale) =>
    changeLanguage(locale).catch((error: unknown) => showToast(errorSentence(error, text)));
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
          aria-label={full ? undefined : `${locale.toUpperCase()}, ${NAMES[locale]}`}
          onClick={() => void choose(locale)}
        >
          {full ? NAMES[locale] : locale.toUpperCase()}
        </button>
      ))}
    </span>
  );
}
