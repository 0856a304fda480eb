/** The cookie page, printed from the registry of what is kept in a browser. */
import type { Locale } from "../../core/base/locale.ts";
import { bannerNeeded, STORED_ITEMS, type StoredItem } from "../../core/privacy/cookies.ts";
import { lifeText } from "../../core/privacy/policy/facts.ts";
import type { LegalPage } from "./legal-layout.ts";

const KINDS: Record<StoredItem["kind"], Record<Locale, string>> = {
  cookie: { en: "cookie", fr: "cookie" },
  local_storage: { en: "local storage", fr: "stockage local" },
  session_storage: { en: "session storage", fr: "stockage de session" },
  indexed_db: { en: "browser database", fr: "base du navigateur" },
};

const WORDS = {
  en: {
    title: "Cookie Policy",
    intro:
      "Everything that this service keeps in your browser is listed here. It is printed from the same list that the software sets them from.",
    kind: "Kind",
    life: "Kept",
    consent: "Consent",
    necessary: "not needed, as this is strictly necessary (Article 82 of the French Data Protection Act)",
    asked: "asked for first",
    third: "Nobody else",
    thirdText:
      "Every cookie is first-party. The pages load nothing from other sites: no advertising, no measurement by third parties, no social network buttons, no fonts from elsewhere.",
    banner: "Choices",
    noBanner:
      "Because nothing optional is kept, there is no banner to answer. Should that ever change, nothing would be written before you accept it, refusing would take one click like accepting, and the choice would be asked again after six months.",
    withBanner:
      "Nothing optional is written before you accept it in the banner; refusing takes one click like accepting, and the choice is asked again after six months.",
    panel:
      "Signed in, you change your choices at any time in “Settings > GDPR & my data”. You can also delete everything in your browser’s own settings.",
  },
  fr: {
    title: "Politique relative aux cookies",
    intro:
      "Tout ce que ce service conserve dans votre navigateur figure ici. Cette page est imprimée à partir de la liste même dont le logiciel se sert pour les déposer.",
    kind: "Nature ",
    life: "Durée ",
    consent: "Consentement ",
    necessary: "non requis, car strictement nécessaire (article 82 de la loi Informatique et Libertés)",
    asked: "demandé au préalable",
    third: "Personne d’autre",
    thirdText:
      "Chaque cookie est propre au service. Les pages ne chargent rien d’autres sites : ni publicité, ni mesure par des tiers, ni boutons de réseaux sociaux, ni polices venues d’ailleurs.",
    banner: "Choix",
    noBanner:
      "Comme rien de facultatif n’est conservé, il n’y a pas de bandeau. Si cela devait changer, rien ne serait écrit avant votre accord, refuser demanderait un seul clic, comme accepter, et le choix serait redemandé au bout de six mois.",
    withBanner:
      "Rien de facultatif n’est écrit avant votre accord dans le bandeau ; refuser demande un seul clic, comme accepter, et le choix est redemandé au bout de six mois.",
    panel:
      "Une fois connecté, vous modifiez vos choix à tout moment dans « Paramètres > RGPD et mes données ». Vous pouvez aussi tout effacer dans les réglages de votre navigateur.",
  },
} as const;

/** The whole page. */
export function cookiesPage(locale: Locale): LegalPage {
  const words = WORDS[locale];
  return {
    title: words.title,
    intro: [words.intro],
    parts: [
      ...STORED_ITEMS.map(({ name, kind, seconds, purpose, necessary }) => ({
        id: `item-${name}`,
        title: name,
        blocks: [
          {
            text: purpose[locale],
            items: [
              `${words.kind}: ${KINDS[kind][locale]}`,
              `${words.life}: ${lifeText(seconds, locale)}`,
              `${words.consent}: ${necessary ? words.necessary : words.asked}`,
            ],
          },
        ],
      })),
      { id: "third", title: words.third, blocks: [{ text: words.thirdText }] },
      {
        id: "choices",
        title: words.banner,
        blocks: [{ text: bannerNeeded() ? words.withBanner : words.noBanner }, { text: words.panel }],
      },
    ],
  };
}
