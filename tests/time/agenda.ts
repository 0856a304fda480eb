/** Who comes when, and for whom which clock has something to do: where nothing is due, most clocks are left alone. */
import type { ScheduleName } from "../../functions/clock/schedules.ts";
import { type Book, contentEnds, idleEnd, type Life } from "./book.ts";
import { DAY, PROMISES, plus, startOfDay, yearsLater } from "./calendar.ts";

export type Agenda = ReturnType<typeof openAgenda>;

/** An empty agenda. */
export function openAgenda() {
  const visits = new Map<number, Life[]>();
  const keyOf = (day: Date) => startOfDay(day).getTime();
  return {
    plan: (life: Life, day: Date): void => {
      const others = visits.get(keyOf(day)) ?? [];
      if (!others.includes(life)) visits.set(keyOf(day), [...others, life]);
    },
    /** Who comes on a day, which is crossed out with that. */
    take: (day: Date): readonly Life[] => {
      const found = visits.get(keyOf(day)) ?? [];
      visits.delete(keyOf(day));
      return found;
    },
  };
}

/** The days around an instant on which a clock has to run for it: before, to be seen to be too early, then, and after. */
const AROUND = [-1, 0, 1] as const;
/** For most content, of which there is much. */
const AFTER = [1] as const;
type Need = { clock: ScheduleName; at: Date; days: readonly number[] };

/** What of a person ends, by which clock, and when. */
function* needsOf(life: Life): Generator<Need> {
  const need = (clock: ScheduleName, at: Date, days: readonly number[] = AROUND): Need => ({
    clock,
    at,
    days,
  });
  if (life.closesAt && life.standing === "closing") yield need("erase-due", life.closesAt);
  if (life.standing === "unconfirmed" && life.signedUpAt)
    yield need("sweep-leftovers", plus(life.signedUpAt, PROMISES.unverifiedDays * DAY));
  const end = life.standing === "active" ? idleEnd(life) : undefined;
  if (end) for (const days of [0, ...PROMISES.idleMails]) yield need("idle-accounts", plus(end, -days * DAY));
  if (life.liftedAt) yield need("purge", life.liftedAt, AFTER);
  for (const { readyAt } of life.copies.values())
    if (readyAt) yield need("expire-exports", plus(readyAt, PROMISES.exportDays * DAY));
  if (life.erasedAt) yield need("purge", yearsLater(life.erasedAt, PROMISES.consentProofYears));
  for (const content of life.content.values()) {
    const isWatched = content.createdAt.getUTCDate() % 5 === 0;
    yield need("purge", contentEnds(content), isWatched ? AROUND : AFTER);
    if (content.trashedAt) yield need("empty-trash", content.trashedAt, AFTER);
    if (content.abandonedAt) yield need("purge", plus(content.abandonedAt, DAY), AFTER);
  }
}

/** Which clocks have something to do on a day, or must be seen to do nothing yet. */
export function clocksFor(book: Book, day: Date): Set<ScheduleName> {
  const today = startOfDay(day).getTime();
  const wanted = new Set<ScheduleName>();
  for (const life of book.lives)
    for (const { clock, at, days } of needsOf(life))
      if (days.some((days) => startOfDay(plus(at, days * DAY)).getTime() === today)) wanted.add(clock);
  return wanted;
}

/** Whether a day of the log has to go, or must be seen to stay one day more: a year after a day on which something was written. */
export const isLogDay = ({ log }: Book, day: Date): boolean =>
  log.some(({ at }) => {
    const days = (day.getTime() - yearsLater(startOfDay(at), PROMISES.logYears).getTime()) / DAY;
    return days >= 0 && days < 2;
  });

/** The last Sunday of March and of October: a day of 23 or of 25 hours where the people are. */
const isShifted = (day: Date): boolean =>
  [2, 9].includes(day.getUTCMonth()) && day.getUTCDay() === 0 && day.getUTCDate() > 24;

/** The first day of a quarter, on which everything is looked at. */
export const isQuarter = (day: Date): boolean => day.getUTCDate() === 1 && day.getUTCMonth() % 3 === 0;

/** Whether a calendar does something of its own: all clocks have their turn on such days. */
export function isSpecial(day: Date): boolean {
  const date = day.toISOString().slice(5, 10);
  return isQuarter(day) || date === "02-29" || date === "03-01" || date === "12-31" || isShifted(day);
}
