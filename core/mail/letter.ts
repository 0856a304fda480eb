/**
 * Letters: the words of each mail (words-en.ts, words-fr.ts) with its link and its numbers. A letter is data: layout.ts
 * makes the text and the HTML part of the same words. Links lead to pages of ours alone.
 */
import { config } from "../base/config.ts";
import { dateText } from "../base/date-text.ts";
import type { Locale } from "../base/locale.ts";
import { formatCents } from "../base/money.ts";
import { CREDIT_VALUE_CENTS } from "../credit/credit.ts";
import { dayText } from "../privacy/policy/day.ts";
import { publishedVersion } from "../privacy/policy/versions.ts";
import { counted } from "./counted.ts";
import type { MailTemplate } from "./mail.sql.ts";
import { WORDS_EN } from "./words-en.ts";
import { WORDS_FR } from "./words-fr.ts";

export type Letter = {
  subject: string;
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  /** Said in smaller print, after the link. */
  notes: readonly string[];
  /** The law has it sent to everybody with an account, whatever they do there. */
  byLaw?: true;
};

/** What differs from mail to mail. */
type Particulars = { instant?: Date; policyVersion?: number; credits?: number };

export type Words = Omit<Letter, "action"> & { label?: string };

/** The page behind the link of each mail; `token` where it is a single-use one. */
const PAGES: Record<MailTemplate, { path: string; token: boolean }> = {
  verify_email: { path: "/confirm", token: true },
  already_registered: { path: "/sign-in", token: false },
  reset_password: { path: "/reset", token: true },
  password_changed: { path: "/forgot", token: false },
  confirm_new_email: { path: "/email/confirm", token: true },
  email_change_notice: { path: "/email/undo", token: true },
  email_change_undone: { path: "/reset", token: true },
  processing_restricted: { path: "/settings/privacy", token: false },
  lift_announced: { path: "/settings/privacy", token: false },
  closing_asked: { path: "/closing", token: false },
  being_erased: { path: "/sign-up", token: false },
  closing_cancelled: { path: "/settings/privacy", token: false },
  export_ready: { path: "/settings/privacy", token: false },
  idle_notice: { path: "/sign-in", token: false },
  idle_kept: { path: "/sign-in", token: false },
  whats_new: { path: "/settings/privacy", token: false },
  policy_changed: { path: "/policy/{version}", token: false },
};

/**
 * The letter of a template. Throws for a template with a single-use link and no token, with an instant and none, or about
 * a version of the policy that was never published.
 */
export function writeLetter(
  template: MailTemplate,
  locale: Locale,
  token: string | undefined,
  particulars: Particulars = {},
): Letter {
  const page = PAGES[template];
  const { label, ...patterns } = WORDS[locale][template];
  const words = filled(patterns, locale, particulars);
  const url = new URL(
    page.path.replace("{version}", () => String(particulars.policyVersion)),
    config.PUBLIC_URL,
  );
  if (page.token && token === undefined) throw new Error("a mail with a link was given no token");
  if (page.token && token !== undefined) url.searchParams.set("token", token);
  return { ...words, ...(label ? { action: { label, url: url.href } } : {}) };
}

/**
 * The words with what differs from mail to mail; `{changes}` stands for a paragraph each, and a paragraph about credits is
 * left out where there are none.
 */
function filled(
  patterns: Words,
  locale: Locale,
  { instant, policyVersion, credits = 0 }: Particulars,
): Words {
  const news = () => {
    if (policyVersion === undefined) throw new Error("a mail about the policy was given no version");
    return publishedVersion(policyVersion);
  };
  const fill = (text: string) =>
    text
      .replace("{instant}", () => sayInstant(instant, locale))
      .replace("{day}", () => dayText(news().effectiveOn, locale))
      .replace("{credits}", () => counted(credits, CREDIT[locale], locale))
      .replace("{value}", () => formatCents(credits * CREDIT_VALUE_CENTS, locale));
  const lines = (text: string) => {
    if (text === "{changes}") return (news().changes?.[locale] ?? []).map((change) => `– ${change}`);
    return text.includes("{credits}") && credits === 0 ? [] : [fill(text)];
  };
  return {
    ...patterns,
    subject: fill(patterns.subject),
    paragraphs: patterns.paragraphs.flatMap(lines),
    notes: patterns.notes.map(fill),
  };
}

/** Day and hour in France, where the service is, with its zone named. */
function sayInstant(instant: Date | undefined, locale: Locale): string {
  if (instant === undefined) throw new Error("a mail that names an instant was given none");
  return dateText(instant, locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/Paris",
    timeZoneName: "short",
  });
}

const CREDIT: Record<Locale, string> = { en: "unspent credit", fr: "crédit" };
const WORDS: Record<Locale, Record<MailTemplate, Words>> = { en: WORDS_EN, fr: WORDS_FR };
