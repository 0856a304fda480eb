/**
 * Who answers for the service, said once: the policy, the legal notice, the mails, the mark in results and the pages
 * print from here (policy 01). It imports nothing, because the pages take it too.
 */
export const SERVICE = "Pix2Clip";

export const LEGAL_ENTITY = {
  name: "QR Communication",
  /** Société par actions simplifiée. */
  form: "SAS",
  siren: "940 163 496",
  street: "23 rue de Richelieu",
  postcode: "75001",
  city: "Paris",
  country: { en: "France", fr: "France" },
  /** Questions, the rights of the person, and the internal contact point for data protection. */
  contact: "contact@qrcommunication.com",
} as const;

/** The authority to complain to (policy 07). */
export const AUTHORITY = {
  name: {
    en: "French Data Protection Authority (CNIL)",
    fr: "Commission nationale de l’informatique et des libertés (CNIL)",
  },
  address: "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07",
  site: "www.cnil.fr",
} as const;

/** "QR Communication SAS, 23 rue de Richelieu, 75001 Paris, France". */
export const controllerOf = (locale: "en" | "fr"): string =>
  `${LEGAL_ENTITY.name} ${LEGAL_ENTITY.form}, ${addressOf(locale)}`;

/** "23 rue de Richelieu, 75001 Paris, France". */
export const addressOf = (locale: "en" | "fr"): string => {
  const { street, postcode, city, country } = LEGAL_ENTITY;
  return `${street}, ${postcode} ${city}, ${country[locale]}`;
};

/** The legal pages by their address; the footers of all pages list them. */
export const LEGAL_LINKS: readonly { href: string; text: Record<"en" | "fr", string> }[] = [
  { href: "/policy", text: { en: "Privacy policy", fr: "Politique de confidentialité" } },
  { href: "/cookies", text: { en: "Cookies", fr: "Cookies" } },
  { href: "/terms", text: { en: "Terms of use", fr: "Conditions d’utilisation" } },
  { href: "/legal", text: { en: "Legal notice", fr: "Mentions légales" } },
  { href: "/subprocessors", text: { en: "Subprocessors", fr: "Sous-traitants" } },
];
