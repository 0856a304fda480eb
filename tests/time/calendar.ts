/**
 * The machine's own calendar and its own list of what the policy promises: written down here a second time, so that the
 * service's arithmetic and constants are not what they are judged by.
 */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const plus = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);
/** Midnight (UTC) at the beginning of the day. */
export const startOfDay = (date: Date): Date => new Date(Math.floor(date.getTime() / DAY) * DAY);
export const dayName = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * The same day and hour so many years later. There is no 29 February in most years: what begins then ends with the 28th
 * at the earliest.
 */
export function yearsLater(date: Date, years: number): Date {
  const [day = "", time = ""] = date.toISOString().split("T");
  const [year = "", month = "", number = ""] = day.split("-");
  const later = Number(year) + years;
  const isLeap = (later % 4 === 0 && later % 100 !== 0) || later % 400 === 0;
  const kept = month === "02" && number === "29" && !isLeap ? "28" : number;
  return new Date(`${later}-${month}-${kept}T${time}`);
}

/** Policy 06 and 07, and what the service adds of its own. */
export const PROMISES = {
  contentYears: 1,
  logYears: 1,
  idleYears: 3,
  /** Days before the end at which the owner of an idle account is told. */
  idleMails: [90, 30, 7],
  closingDays: 30,
  exportDays: 7,
  unverifiedDays: 7,
  sessionDays: 90,
  consentProofYears: 5,
  bookYears: 10,
  liftHours: 48,
  undoAddressHours: 72,
} as const;
/** What is due is done within a day. */
export const GRACE = DAY;
