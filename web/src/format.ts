/** Dates, numbers and sizes as the reader's language writes them. */
import { dateText } from "../../core/base/date-text.ts";
import { LANGUAGE_TAG } from "../../core/base/language-tag.ts";
import { TOGETHER } from "../../core/base/line-breaks.ts";
import type { Locale } from "../../core/base/locale.ts";

/** What is one figure stays in one line. */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

/** `1234.5` gives "1,234.5" or "1 234,5". */
export const formatNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(LANGUAGE_TAG[locale]).format(value);

/** `0.25` gives "25%" or "25 %". */
export const formatShare = (share: number, locale: Locale): string =>
  new Intl.NumberFormat(LANGUAGE_TAG[locale], { style: "percent" }).format(share);

/** A day and a time of day, for example "24 Nov 2026, 14:05". */
export const formatDateTime = (iso: string, locale: Locale): string =>
  unbroken(dateText(new Date(iso), locale, { dateStyle: "medium", timeStyle: "short" }));

/** A day that is written as 2026-11-24, for example "24 November 2026". */
export const formatDay = (day: string, locale: Locale): string =>
  unbroken(dateText(new Date(`${day}T00:00:00Z`), locale, { dateStyle: "long", timeZone: "UTC" }));

/** A time of day to the second, for example "14:05:09". */
export const formatTime = (iso: string, locale: Locale): string =>
  new Intl.DateTimeFormat(LANGUAGE_TAG[locale], { timeStyle: "medium" }).format(new Date(iso));

/** A change of credits with its sign, for example "+100" or "−12". */
export const formatChange = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(LANGUAGE_TAG[locale], { signDisplay: "exceptZero" }).format(value).replace("-", "−");

/** `1250000` bytes give "1.3 MB" or "1,3 Mo"; from a thousand of them on, gigabytes. */
export function formatBytes(bytes: number, locale: Locale): string {
  const [size, unit] = bytes < 1e6 ? [1e3, "kilobyte"] : bytes < 1e9 ? [1e6, "megabyte"] : [1e9, "gigabyte"];
  return unbroken(
    new Intl.NumberFormat(LANGUAGE_TAG[locale], {
      style: "unit",
      unit: unit as string,
      maximumFractionDigits: 1,
    }).format(bytes / (size as number)),
  );
}

/** `95` seconds give "1 min 35 s"; below a minute only seconds, below zero "0 s". */
export function formatSeconds(seconds: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(seconds));
  // The symbols of the international system, the same in both languages; spaces that do not break.
  const unit = (value: number, symbol: string) => `${formatNumber(value, locale)}\u00a0${symbol}`;
  if (whole < 60) return unit(whole, "s");
  const rest = whole % 60;
  const minutes = unit(Math.floor(whole / 60), "min");
  return rest === 0 ? minutes : `${minutes} ${unit(rest, "s")}`;
}

/** How long ago, in the largest fitting unit: "2 hours ago", "il y a 2 heures"; "now", "maintenant" within a minute. */
export function formatAgo(iso: string, now: number, locale: Locale): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const format = new Intl.RelativeTimeFormat(LANGUAGE_TAG[locale], { numeric: "auto" });
  if (seconds < 60) return format.format(0, "second");
  if (seconds < 3600) return format.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), "hour");
  return format.format(-Math.floor(seconds / 86_400), "day");
}

/**
 * A sentence of the server as it is shown: French marks stay with their word, numbers with what they count. The words
 * themselves, which may be proof, are not rewritten for it.
 */
export const keptTogether = (text: string): string =>
  text
    .replaceAll(/ (?=[:;!?»])|(?<=«) /g, "\u202f")
    .replaceAll(TOGETHER, (whole) => unbroken(whole).replaceAll("-", "\u2011"));
