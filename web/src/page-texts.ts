/** Texts that only some pages need: a file of their own for each language, so that the other pages do not carry them. */
import type { ClosingText } from "./i18n/en/closing.ts";
import type { LandingText } from "./i18n/en/landing.ts";
import type { PrivacyText } from "./i18n/en/privacy.ts";
import type { SettingsText } from "./i18n/en/settings.ts";
import type { StaffText } from "./i18n/en/staff.ts";
import { pageText } from "./language.ts";

export type { ClosingText, LandingText, PrivacyText, SettingsText, StaffText };

/** The start page. */
export const landingText = pageText<LandingText>({
  en: () => import("./i18n/en/landing.ts"),
  fr: () => import("./i18n/fr/landing.ts"),
});

/** All pages of the settings. */
export const settingsText = pageText<SettingsText>({
  en: () => import("./i18n/en/settings.ts"),
  fr: () => import("./i18n/fr/settings.ts"),
});

/** "GDPR & my data". */
export const privacyText = pageText<PrivacyText>({
  en: () => import("./i18n/en/privacy.ts"),
  fr: () => import("./i18n/fr/privacy.ts"),
});
/** The pages that close an account, and that of one which is being closed or erased. */
export const closingText = pageText<ClosingText>({
  en: () => import("./i18n/en/closing.ts"),
  fr: () => import("./i18n/fr/closing.ts"),
});
/** The page for staff. */
export const staffText = pageText<StaffText>({
  en: () => import("./i18n/en/staff.ts"),
  fr: () => import("./i18n/fr/staff.ts"),
});

/** Hook: the texts of these pages. */
export const usePrivacyText = privacyText.use;
export const useSettingsText = settingsText.use;
export const useClosingText = closingText.use;
