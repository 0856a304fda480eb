/** The texts of "GDPR & my data": a file of its own for each language, so that the other pages do not carry it. */
import type { PrivacyText } from "./i18n/en/privacy.ts";
import { pageText } from "./language.ts";

export type { PrivacyText };
export const privacyText = pageText<PrivacyText>({
  en: () => import("./i18n/en/privacy.ts"),
  fr: () => import("./i18n/fr/privacy.ts"),
});
/** Hook: the texts of these pages. */
export const usePrivacyText = privacyText.use;
