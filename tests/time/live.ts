/** Years of life: day after day the clocks run, people come and go, and in the evening everything is compared with the book. */
import type { Locale } from "../../core/base/locale.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import type { ScheduleName } from "../../functions/clock/schedules.ts";
import { owner } from "../support/owner.ts";
import { sendNews, sendTheLetter } from "./acts/letters.ts";
import { type Agenda, clocksFor, isLogDay, isQuarter, isSpecial, openAgenda } from "./agenda.ts";
import { type Book, type Life, openBook, stranger } from "./book.ts";
import { DAY, HOUR, MINUTE, plus, SECOND, yearsLater } from "./calendar.ts";
import { checkDay } from "./checks/day.ts";
import { checkQuarter } from "./checks/quarter.ts";
import { clockNames, dailyRuns, runFrequent } from "./clocks.ts";
import { type Machine, settle } from "./machine.ts";
import { openProvider } from "./provider.ts";
import { nextVisit, visit } from "./story.ts";
import { beginWorld, type World } from "./world.ts";

/** Late enough for every policy that is out; the second year is the first of three leap years. */
const BEGIN = new Date("2027-01-04T00:00:00Z");
/**
 * Days of the log are prepared where somebody comes. What is written on another day (by whom the news of a month brings)
 * goes where a day that was never prepared goes, and ends by its year as well.
 */
const LOG_DAYS: ScheduleName = "log-partitions";
/** Clocks run in the morning, and those of every minute in the evening when somebody was there. */
const MORNING = 5 * HOUR;
const EVENING = 23 * HOUR + 50 * MINUTE;

/** `days` come on top of the years. */
export type Plan = { seed: number; years: number; people: number; days?: number };
export type Outcome = { world: World; book: Book; days: number };
type Job = { at: Date; run: () => Promise<void> };
type Stage = Machine & { agenda: Agenda };

/** Lives through the years of a plan. Throws `Broken` with the first promise that does not hold. */
export async function live(plan: Plan, watch?: (world: World) => void): Promise<Outcome> {
  const { seed, years, people, days: more = 7 } = plan;
  const world = beginWorld(seed, BEGIN);
  watch?.(world);
  openProvider();
  const stage: Stage = { world, book: openBook(), agenda: openAgenda() };
  for (let number = 1; number <= people; number++) {
    const name = `p${String(number).padStart(3, "0")}`;
    newcomer(stage, name, `${name}@example.org`, arrival(world, years));
  }
  const end = plus(yearsLater(BEGIN, years), more * DAY);
  let days = 0;
  for (let day = BEGIN; day < end; day = plus(day, DAY)) {
    await liveDay(stage, day);
    days += 1;
  }
  return { world, book: stage.book, days };
}

function newcomer({ world, book, agenda }: Stage, name: string, email: string, day: Date): void {
  const locale: Locale = world.dice.pick(["en", "fr"]);
  const life = stranger(name, email, locale);
  book.lives.push(life);
  agenda.plan(life, day);
}

/** Many come in the first weeks, the others through most of the years. */
const arrival = ({ dice }: World, years: number): Date =>
  plus(BEGIN, dice.whole(1, dice.chance(0.3) ? 20 : Math.max(20, Math.floor(years * 260))) * DAY);

async function liveDay(stage: Stage, day: Date): Promise<void> {
  const { world, book, agenda } = stage;
  const visitors = agenda.take(day);
  const full = isSpecial(day);
  const wanted = clocksFor(book, day);
  if (visitors.length > 0) wanted.add(LOG_DAYS);
  const isWanted = (name: ScheduleName) => full || wanted.has(name);
  const jobs = [...clockJobs(stage, day, isWanted), ...visits(stage, visitors, day), ...letters(stage, day)];
  if (visitors.length > 0)
    jobs.push({ at: plus(day, EVENING), run: () => runFrequent((_, minutes) => minutes === 1) });
  for (const job of jobs.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    world.goTo(job.at);
    await job.run();
    await settle(stage);
  }
  world.goTo(plus(day, DAY - SECOND));
  await checkDay(stage, full, jobs.length === 0);
  if (isQuarter(day)) await checkQuarter(stage);
  for (const life of book.lives) goOn(stage, life, day);
}

/** The clocks of a day: all on a full one, otherwise those that have something to do or must be seen to do nothing yet. */
function clockJobs({ world, book }: Stage, day: Date, isWanted: (name: ScheduleName) => boolean): Job[] {
  const jobs: Job[] = dailyRuns(day).filter(({ name }) => isWanted(name));
  if (clockNames.some(isWanted)) jobs.push({ at: plus(day, MORNING), run: () => morning(world, isWanted) });
  if (!isWanted("purge") && isLogDay(book, day))
    jobs.push({ at: plus(day, MORNING), run: () => dropLogDays(world) });
  return jobs;
}

async function morning(world: World, isWanted: (name: ScheduleName) => boolean): Promise<void> {
  await setDatabaseClock(world.now());
  await runFrequent(isWanted);
}

/** The part of the purge that has something to do nearly every day. */
async function dropLogDays(world: World): Promise<void> {
  await setDatabaseClock(world.now());
  await purge(["logs"]);
}

const visits = (stage: Stage, visitors: readonly Life[], day: Date): Job[] =>
  visitors.map((life) => {
    const { dice } = stage.world;
    const at = plus(day, dice.whole(0, EVENING / MINUTE - 1) * MINUTE + dice.whole(0, 59) * SECOND);
    return { at, run: () => comeBy(stage, life, day) };
  });

/** News on the first of every month, and once a year the letter that everybody gets once. */
function letters(stage: Stage, day: Date): Job[] {
  if (day.getUTCDate() !== 1) return [];
  const news = { at: plus(day, 10 * HOUR), run: () => sendNews(stage) };
  const letter = { at: plus(day, 11 * HOUR), run: () => sendTheLetter(stage) };
  return day.getUTCMonth() === 8 ? [news, letter] : [news];
}

async function comeBy(stage: Stage, life: Life, day: Date): Promise<void> {
  await visit(stage, life);
  const days = nextVisit(stage.world, life);
  if (days !== undefined) stage.agenda.plan(life, plus(day, days * DAY));
}

/** What a mail of the day leads to: some come back when they are reminded, some knock where they were erased. */
function goOn(stage: Stage, life: Life, day: Date): void {
  const { dice } = stage.world;
  if (life.justReminded) {
    delete life.justReminded;
    if (dice.chance(0.2)) stage.agenda.plan(life, plus(day, dice.whole(1, 6) * DAY));
  }
  if (!life.justErased) return;
  delete life.justErased;
  if (dice.chance(0.6)) stage.agenda.plan(life, plus(day, dice.whole(1, 20) * DAY));
  if (dice.chance(0.15)) newcomer(stage, `${life.name}b`, life.email, plus(day, dice.whole(30, 90) * DAY));
}

/** The end of the log is guarded by the database's own clock, which only its owner can set: here, to the time of the world. */
async function setDatabaseClock(at: Date): Promise<void> {
  await owner.unsafe(`create or replace function database_now() returns timestamptz language sql stable
    as $$ select timestamptz '${at.toISOString()}' $$`);
}
