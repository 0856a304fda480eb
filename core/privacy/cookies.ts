/**
 * Everything that the service keeps in a browser: one registry. The API takes names and lives from it, the cookie page
 * is printed from it, tests hold it against what browsers really receive, and it decides whether there is a banner: art.
 * 82 of the French data protection act asks consent for what is not strictly necessary, and for nothing else.
 */
import type { Locale } from "../base/locale.ts";
import { RETENTION } from "./retention.ts";

const DAY_SECONDS = 24 * 60 * 60;

export type StoredItem = {
  /** As the browser knows it. */
  name: string;
  kind: "cookie" | "local_storage" | "session_storage" | "indexed_db";
  /** Nothing of anybody else's exists: the browser loads nothing from third parties. */
  party: "first";
  /** Life in seconds; null until the browser is closed. */
  seconds: number | null;
  /** Strictly necessary for what the visitor asks for. What is not needs a consent before it is written. */
  necessary: boolean;
  /** Scripts of the pages can read it. */
  readable: boolean;
  purpose: Record<Locale, string>;
};

export const STORED = {
  session: {
    name: "__Host-session",
    kind: "cookie",
    party: "first",
    seconds: RETENTION.session.days * DAY_SECONDS,
    necessary: true,
    readable: false,
    purpose: {
      en: "Keeps you signed in. Set when you sign in, gone when you sign out.",
      fr: "Vous garde connecté. Posé à la connexion, effacé à la déconnexion.",
    },
  },
  csrf: {
    name: "__Host-csrf",
    kind: "cookie",
    party: "first",
    seconds: null,
    necessary: true,
    readable: true,
    purpose: {
      en: "Proves that a request comes from our own pages and not from another site (CSRF protection).",
      fr: "Prouve qu’une requête vient de nos propres pages et non d’un autre site (protection CSRF).",
    },
  },
  lang: {
    name: "lang",
    kind: "cookie",
    party: "first",
    seconds: 182 * DAY_SECONDS,
    necessary: true,
    readable: true,
    purpose: {
      en: "Remembers the language that you have chosen. Set when you choose one.",
      fr: "Retient la langue que vous avez choisie. Posé quand vous en choisissez une.",
    },
  },
} as const satisfies Record<string, StoredItem>;

/** The registry in the order of the cookie page. */
export const STORED_ITEMS: readonly StoredItem[] = Object.values(STORED);

/** Whether visitors must be asked: only when something would be kept in their browser that is not necessary. */
export const bannerNeeded = (items: readonly StoredItem[] = STORED_ITEMS): boolean =>
  items.some((item) => !item.necessary);
