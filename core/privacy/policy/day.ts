/** Days of the policy: it is published, and applies, by the calendar of France, where the controller is. */
import { dateText } from "../../base/date-text.ts";
import type { Locale } from "../../base/locale.ts";

let inFrance: Intl.DateTimeFormat | undefined;

/** The day that an instant falls on in France, as 2026-11-24. */
export function dayInFrance(instant: Date): string {
  // Made by the first call: it opens the tables of time zones, which takes longer than all the rest of this folder.
  inFrance ??= new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", dateStyle: "short" });
  return inFrance.format(instant);
}

/** A day so many days after another one. */
export function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** "24 November 2026" as each language writes it. */
export const dayText = (day: string, locale: Locale): string =>
  dateText(new Date(`${day}T00:00:00Z`), locale, { dateStyle: "long", timeZone: "UTC" });
