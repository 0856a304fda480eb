/** The service's rows against the machine's book. Pure: what is there, what was promised, and what time it is. */
import {
  type Book,
  contentEnds,
  idleEnd,
  type Life,
  logMustBeGone,
  logMustStay,
  mustBeGone,
  mustBeThere,
} from "../book.ts";
import { DAY, dayName, GRACE, HOUR, PROMISES, plus, yearsLater } from "../calendar.ts";
import { Broken } from "../world.ts";
import type { Held } from "./ledger.ts";

/** Fails with the first promise that does not hold. `cleared`: whether the clocks for rows of work have run that day. */
export function checkRows(book: Book, held: Held, now: Date, cleared: boolean): void {
  checkPeople(book, held, now);
  checkContent(book, held, now);
  checkCredits(book, held);
  checkChoices(book, held);
  checkLog(book, held, now);
  if (cleared) checkShortLived(held, now);
  checkCopies(book, held, now);
  checkPurchases(book, held, now);
  if (held.outbox > 0) throw new Broken(`${held.outbox} messages were written and not sent`);
}

const isAlive = ({ standing }: Life) => standing === "active" || standing === "closing";

function checkPeople(book: Book, { accounts }: Held, now: Date): void {
  const byAddress = new Map(accounts.map((account) => [account.email, account]));
  for (const life of book.lives) {
    const account = byAddress.get(life.email);
    if (isAlive(life)) {
      if (!account) throw new Broken(`${life.name} is ${life.standing}, and the account is gone`);
      const isDue = now >= (life.closesAt ?? idleEnd(life) ?? plus(now, 1));
      if (account.state !== life.standing && !(isDue && account.state === "erasing"))
        throw new Broken(`${life.name} is ${account.state}, not ${life.standing}`);
      if (account.restricted !== (life.restricted !== undefined))
        throw new Broken(`${life.name} is ${account.restricted ? "" : "not "}restricted`);
    }
    if (life.closesAt && life.standing === "closing" && now >= plus(life.closesAt, GRACE))
      throw new Broken(`${life.name} was to be erased on ${dayName(life.closesAt)}`);
    if (life.standing === "unconfirmed") checkUnconfirmed(life, account !== undefined, now);
    if (life.standing !== "erased" && life.standing !== "stranger") byAddress.delete(life.email);
  }
  const [unknown] = byAddress.values();
  if (unknown) throw new Broken(`an account that is nobody's, ${unknown.state}, at ${unknown.email}`);
}

function checkUnconfirmed(life: Life, there: boolean, now: Date): void {
  const end = plus(life.signedUpAt ?? now, PROMISES.unverifiedDays * DAY);
  if (!there && now < end) throw new Broken(`${life.name}: a sign-up went before its seven days`);
  if (there && now >= plus(end, GRACE))
    throw new Broken(`${life.name}: a sign-up was never confirmed and stays`);
  if (!there) life.standing = "stranger";
}

function checkContent(book: Book, held: Held, now: Date): void {
  const there = new Map(held.content.map((row) => [row.id, row]));
  for (const life of book.lives) {
    for (const content of life.content.values()) {
      const row = there.get(content.id);
      const what = `${life.name}: the ${content.kind} ${content.id} of ${content.createdAt.toISOString()}`;
      if (!row && mustBeThere(content, now))
        throw new Broken(`${what} is gone, and its year ends at ${contentEnds(content).toISOString()}`);
      if (row && mustBeGone(content, now)) throw new Broken(`${what} is still there`);
      if (row && Math.abs(Date.parse(row.at) - content.createdAt.getTime()) > HOUR)
        throw new Broken(`${what} is said to be of ${row.at}`);
      there.delete(content.id);
      for (const key of row?.keys ?? []) if (key) life.keys.add(key);
      if (row) continue;
      life.content.delete(content.id);
      book.gone.add(content.id);
    }
  }
  for (const row of there.values()) adopt(book, row, now);
}

/** A file that nobody has seen yet: it came today, of a generation of its owner. */
function adopt(book: Book, row: Held["content"][number], now: Date): void {
  const life = book.lives.find(({ accountId }) => accountId === row.account);
  const createdAt = new Date(row.at);
  const isNew = now.getTime() - createdAt.getTime() < 2 * DAY;
  const known = row.madeBy !== null && (life?.content.has(row.madeBy) || book.gone.has(row.madeBy));
  if (!life || !isNew || !known || book.gone.has(row.id))
    throw new Broken(`a ${row.kind} that nobody asked for, of ${row.at}`);
  const madeBy = row.madeBy ?? "";
  const trashedAt = life.content.get(madeBy)?.trashedAt;
  life.content.set(row.id, {
    id: row.id,
    owner: life,
    kind: "media",
    createdAt,
    madeBy,
    unseen: true,
    ...(trashedAt ? { trashedAt } : {}),
  });
}

function checkCredits(book: Book, { credits }: Held): void {
  const left = new Set(Object.keys(credits));
  for (const life of book.lives.filter(isAlive)) {
    const { available = 0, held = 0, spent = 0, other = 0 } = credits[life.accountId] ?? {};
    left.delete(life.accountId);
    if (life.accountId === "") continue;
    if (available + held + spent + other !== 0)
      throw new Broken(`${life.name}: the ledger does not sum to zero`);
    if (available < 0 || held < 0 || spent < 0) throw new Broken(`${life.name}: a book below zero`);
    if (available + held !== life.credits.available || spent !== life.credits.spent)
      throw new Broken(
        `${life.name} has ${available} + ${held} credits and spent ${spent}, not ${life.credits.available} and ${life.credits.spent}`,
      );
  }
  const known = new Set(book.lives.filter(isAlive).map(({ accountId }) => accountId));
  for (const id of left) if (!known.has(id)) throw new Broken("credits of nobody");
}

/** Every choice is on record: under the account's id, and after the erasure under another one for its years. */
function checkChoices(book: Book, { choices }: Held): void {
  for (const life of book.lives.filter(isAlive)) {
    const found = choices[life.accountId] ?? 0;
    if (found !== life.choices)
      throw new Broken(`${life.name} made ${life.choices} choices, ${found} are on record`);
  }
}

function checkLog(book: Book, { log }: Held, now: Date): void {
  if (!log) return;
  const due = book.log.filter((line) => logMustStay(line, now)).length;
  const all = book.log.filter((line) => !logMustBeGone(line.at, now)).length;
  if (log.lines < due) throw new Broken(`the log has ${log.lines} lines, and ${due} are not a year old`);
  if (log.lines > all)
    throw new Broken(`the log has ${log.lines} lines, and ${all} were written in a year and a day`);
  if (log.oldest && logMustBeGone(new Date(log.oldest), now))
    throw new Broken(`the log still holds a line of ${log.oldest}`);
  while (book.log[0] && logMustBeGone(book.log[0].at, now)) book.log.shift();
}

/** The books stay, whoever leaves, until the end of the tenth year after theirs, and not longer (L123-22). */
function checkPurchases(book: Book, { purchases }: Held, now: Date): void {
  const there = new Set(purchases);
  for (const [id, yearEndsAt] of book.purchases) {
    const end = yearsLater(yearEndsAt, PROMISES.bookYears);
    if (!there.has(id) && now < end)
      throw new Broken(`a line of the books is gone, which ends on ${dayName(end)}`);
    if (there.delete(id) && now >= plus(end, GRACE))
      throw new Broken(`a line of the books stays, of ${dayName(end)}`);
    if (now >= plus(end, GRACE)) book.purchases.delete(id);
  }
  if (there.size > 0) throw new Broken("a line of the books that nobody wrote");
}

/** Rows of work, and how long after the instant that is looked at they may be there. */
const SHORT_LIVED: Record<string, number> = {
  session: PROMISES.sessionDays * DAY,
  mail: 7 * DAY,
  account_token: 2 * DAY,
  email_change: 7 * DAY,
  throttle: 0,
};

function checkShortLived({ oldest }: Held, now: Date): void {
  for (const [table, at] of Object.entries(oldest))
    if (at && now.getTime() - Date.parse(at) > (SHORT_LIVED[table] ?? 0) + GRACE)
      throw new Broken(`a row of ${table} of ${at} is still there`);
}

function checkCopies(book: Book, { copies }: Held, now: Date): void {
  const rows = new Map(copies.map((copy) => [copy.id, copy]));
  for (const life of book.lives) {
    for (const [id, { readyAt, askedAt }] of life.copies) {
      const row = rows.get(id);
      const end = plus(readyAt ?? askedAt, PROMISES.exportDays * DAY);
      const isThere = row?.state === "ready" && row.parts > 0;
      if (!isThere && isAlive(life) && now < end)
        throw new Broken(`${life.name}: a copy went before its seven days`);
      if (row && row.parts > 0 && now >= plus(end, GRACE))
        throw new Broken(`${life.name}: a copy of seven days stays`);
      if (now >= plus(end, GRACE)) life.copies.delete(id);
    }
  }
}
