/**
 * The data map in words, in both languages: purposes, legal bases, categories, periods. Complete by type, so that what
 * is added to the map cannot stay unexplained in the panel, the policy and the record of processing.
 */
import { LANGUAGE_TAG } from "../base/language-tag.ts";
import type { Locale } from "../base/locale.ts";
import type { LegalBasis, Purpose } from "./map.ts";
import { type Period, RETENTION, type RetentionRule } from "./retention.ts";

export type Words = Record<Locale, string>;

/** The purposes, as in section 02 of the policy and in its order. */
export const PURPOSES: Record<Purpose, Words> = {
  account: {
    en: "management of the user account and authentication",
    fr: "gestion du compte utilisateur et authentification",
  },
  orders: {
    en: "processing of credit pack orders, invoicing and bookkeeping",
    fr: "traitement des commandes de packs de crédits, facturation et comptabilité",
  },
  generation: {
    en: "provision of AI generation services",
    fr: "fourniture des services de génération par IA",
  },
  security: {
    en: "security of the service, fraud prevention and access log retention",
    fr: "sécurité du service, prévention de la fraude et conservation des journaux d’accès",
  },
  support: {
    en: "responding to user requests and support",
    fr: "réponse aux demandes des utilisateurs et assistance",
  },
  legal: {
    en: "compliance with legal obligations (rights of data subjects, invoice retention, responses to authorities)",
    fr: "respect des obligations légales (droits des personnes, conservation des factures, réponses aux autorités)",
  },
  marketing: {
    en: "news about the service by mail, for those who asked for it",
    fr: "nouvelles du service par e-mail, pour ceux qui les ont demandées",
  },
  analytics: {
    en: "counting page views by ourselves, for those who agreed to it",
    fr: "comptage des pages vues par nous-mêmes, pour ceux qui l’ont accepté",
  },
  personalization: {
    en: "remembering settings and recent prompts, for those who agreed to it",
    fr: "mémorisation des réglages et des instructions récentes, pour ceux qui l’ont accepté",
  },
};

export const BASES: Record<LegalBasis, Words> = {
  contract: {
    en: "performance of the contract (Article 6.1.b GDPR)",
    fr: "exécution du contrat (article 6.1.b du RGPD)",
  },
  legal_obligation: {
    en: "legal obligation (Article 6.1.c GDPR)",
    fr: "obligation légale (article 6.1.c du RGPD)",
  },
  legitimate_interest: {
    en: "legitimate interest of the publisher (Article 6.1.f GDPR)",
    fr: "intérêt légitime de l’éditeur (article 6.1.f du RGPD)",
  },
  consent: { en: "consent (Article 6.1.a GDPR)", fr: "consentement (article 6.1.a du RGPD)" },
};

/** What each rule keeps and when its clock starts; the period itself is printed from the constant. */
export const RULES: Record<RetentionRule, { what: Words; from: Words; because?: Words }> = {
  account: {
    what: { en: "user account data", fr: "données du compte utilisateur" },
    from: {
      en: "after the last login (and for the entire duration of account activity before it)",
      fr: "après la dernière connexion (et pendant toute la durée d’activité du compte avant elle)",
    },
    because: {
      en: "for any prospecting purposes, in accordance with the CNIL guidelines on commercial prospecting",
      fr: "à des fins éventuelles de prospection, conformément au référentiel de la CNIL sur la prospection commerciale",
    },
  },
  content: {
    what: { en: "generated and uploaded content", fr: "contenus générés et téléversés" },
    from: {
      en: "from creation, unless deleted earlier by the user",
      fr: "à compter de leur création, sauf suppression antérieure par l’utilisateur",
    },
  },
  logs: {
    what: { en: "connection and security logs", fr: "journaux de connexion et de sécurité" },
    from: { en: "from the event", fr: "à compter de l’événement" },
    because: {
      en: "in accordance with CNIL recommendations and Article L34-1 of the French Postal and Electronic Communications Code",
      fr: "conformément aux recommandations de la CNIL et à l’article L34-1 du Code des postes et des communications électroniques",
    },
  },
  unverified: {
    what: {
      en: "accounts whose address is never confirmed",
      fr: "comptes dont l’adresse n’est jamais confirmée",
    },
    from: { en: "from sign-up", fr: "à compter de l’inscription" },
  },
  session: {
    what: { en: "open sessions", fr: "sessions ouvertes" },
    from: { en: "from signing in", fr: "à compter de la connexion" },
  },
  mailToken: {
    what: { en: "single-use links sent by mail", fr: "liens à usage unique envoyés par e-mail" },
    from: { en: "after they have expired", fr: "après leur expiration" },
  },
  emailUndo: {
    what: { en: "the link that undoes a change of address", fr: "lien qui annule un changement d’adresse" },
    from: { en: "from the change", fr: "à compter du changement" },
  },
  throttle: {
    what: {
      en: "counters of failed attempts (keyed digests that name nobody)",
      fr: "compteurs de tentatives échouées (empreintes à clé qui ne nomment personne)",
    },
    from: { en: "from the first attempt", fr: "à compter de la première tentative" },
  },
  work: {
    what: {
      en: "messages and mails on their way, and changes of address",
      fr: "messages et e-mails en cours d’envoi, et changements d’adresse",
    },
    from: { en: "at most, from creation", fr: "au plus, à compter de leur création" },
  },
  trash: {
    what: {
      en: "what you delete, in case you change your mind",
      fr: "ce que vous supprimez, au cas où vous changeriez d’avis",
    },
    from: { en: "from the deletion", fr: "à compter de la suppression" },
  },
  unfinishedUpload: {
    what: { en: "uploads that were never completed", fr: "téléversements jamais terminés" },
    from: { en: "from their start", fr: "à compter de leur début" },
  },
  exports: {
    what: {
      en: "exports of personal data, ready to be downloaded",
      fr: "exports de données personnelles, prêts à être téléchargés",
    },
    from: { en: "once ready", fr: "une fois prêts" },
  },
  consentProof: {
    what: { en: "proofs of consent", fr: "preuves de consentement" },
    from: { en: "after the account has ended", fr: "après la fin du compte" },
    because: {
      en: "to be able to demonstrate consent (Articles 7.1 and 17.3.e GDPR)",
      fr: "afin de pouvoir démontrer le consentement (articles 7.1 et 17.3.e du RGPD)",
    },
  },
  backups: {
    what: { en: "backups of the database", fr: "sauvegardes de la base de données" },
    from: {
      en: "from the backup; what was deleted since is deleted again before a restored one is used",
      fr: "à compter de la sauvegarde ; ce qui a été supprimé depuis l’est de nouveau avant toute utilisation d’une sauvegarde restaurée",
    },
  },
  journal: {
    what: {
      en: "journal of erasures and deletions, closings of accounts, withdrawals, restrictions, ended directives, changed addresses and passwords, and ended sessions (keyed pseudonyms that name nobody)",
      fr: "journal des effacements et suppressions, fermetures de compte, retraits, limitations, directives révoquées, adresses et mots de passe changés et sessions closes (pseudonymes à clé qui ne nomment personne)",
    },
    from: { en: "from each entry", fr: "à compter de chaque mention" },
    because: {
      en: "to prove erasures and to do all of it again on a restored backup (Articles 5.2 and 17.3.e GDPR)",
      fr: "afin de prouver les effacements et de refaire le tout sur une sauvegarde restaurée (articles 5.2 et 17.3.e du RGPD)",
    },
  },
  evidence: {
    what: {
      en: "records of what was deleted when (counts, which name nobody)",
      fr: "relevés de ce qui a été supprimé et quand (des nombres, qui ne nomment personne)",
    },
    from: { en: "from each deletion", fr: "à compter de chaque suppression" },
  },
  erasureProof: {
    what: {
      en: "records of erasures with their certificates (keyed pseudonyms that name nobody)",
      fr: "traces des effacements avec leurs certificats (pseudonymes à clé qui ne nomment personne)",
    },
    from: { en: "from the end of the erasure", fr: "à compter de la fin de l’effacement" },
    because: {
      en: "to be able to prove the erasure (Articles 5.2 and 17.3.e GDPR)",
      fr: "afin de pouvoir prouver l’effacement (articles 5.2 et 17.3.e du RGPD)",
    },
  },
  remembered: {
    what: {
      en: "remembered settings and recent prompts",
      fr: "réglages mémorisés et instructions récentes",
    },
    from: { en: "from their last use", fr: "à compter de leur dernière utilisation" },
  },
  pageCounts: {
    what: {
      en: "sums of page views, which name nobody",
      fr: "totaux de pages vues, qui ne nomment personne",
    },
    from: { en: "from the day counted", fr: "à compter du jour compté" },
  },
  closing: {
    what: { en: "an account whose deletion was asked for", fr: "compte dont la suppression a été demandée" },
    from: {
      en: "from the request, unless it is cancelled or waived",
      fr: "à compter de la demande, sauf annulation ou renonciation au délai",
    },
  },
  withAccount: {
    what: {
      en: "what records the account itself (credit history, transfers, choices)",
      fr: "ce qui retrace le compte lui-même (historique des crédits, transferts, choix)",
    },
    from: { en: "until the account is deleted", fr: "jusqu’à la suppression du compte" },
  },
};

const UNITS = { years: "year", days: "day", hours: "hour" } as const;

/** A period in words, for example "3 years"; null for what lives as long as the account. */
export function periodText(period: Period, locale: Locale): string | null {
  if ("withSubject" in period) return null;
  const [[unit, value] = ["days", 0] as const] = Object.entries(period) as [keyof typeof UNITS, number][];
  return new Intl.NumberFormat(LANGUAGE_TAG[locale], {
    style: "unit",
    unit: UNITS[unit],
    unitDisplay: "long",
  }).format(value);
}

/** A rule in words, for example "1 year from creation". */
export function ruleText(rule: RetentionRule, locale: Locale): string {
  const { from, because } = RULES[rule];
  const period = periodText(RETENTION[rule], locale);
  const kept = period ? `${period} ${from[locale]}` : from[locale];
  return because ? `${kept}, ${because[locale]}` : kept;
}
