/** Texts that only some pages need: a file of their own for each language, so that the other pages do not carry them. */
import type { LandingText } from "./i18n/en/landing.ts";
import type { PrivacyText } from "./i18n/en/privacy.ts";
import type { StaffText } from "./i18n/en/staff.ts";
import { pageText } from "./language.ts";

export type { LandingText, PrivacyText, StaffText };

/** The start page. */
export const landingText = pageText<LandingText>({
  en: () => import("./i18n/en/landing.ts"),
  fr: () => import("./i18n/fr/landing.ts"),
});

/** "GDPR & my data", and the page of an account that is being closed. */
export const privacyText = pageText<PrivacyText>({
  en: () => import("./i18n/en/privacy.ts"),
  fr: () => import("./i18n/fr/privacy.ts"),
});
/** The page for staff. */
export const staffText = pageText<StaffText>({
  en: () => import("./i18n/en/staff.ts"),
  fr: () => import("./i18n/fr/staff.ts"),
});

/** Hook: the texts of these pages. */
export const usePrivacyText = privacyText.use;
