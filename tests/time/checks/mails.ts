/** Every mail that comes is held against the book at the instant of its coming. */
import { type Book, idleEnd, isHeld, type Life, wantsLetters } from "../book.ts";
import { DAY, dayName, GRACE, HOUR, PROMISES, plus } from "../calendar.ts";
import { type Mail, mails } from "../post.ts";
import { Broken, type World } from "../world.ts";

/** How the letters begin that remind the owner of an idle account. */
const IDLE = "idle";

/** Reads what has come since the last time. */
export function readMails(world: World, book: Book): void {
  for (; book.mailsRead < mails.length; book.mailsRead++) {
    const mail = mails[book.mailsRead];
    if (mail) readMail(world, book, mail);
  }
}

/** Holds one mail against the book. */
export function readMail(world: World, book: Book, mail: Mail): void {
  const life = book.lives.findLast(({ addresses }) => addresses.includes(mail.to));
  if (!life) throw new Broken(`a mail ${mail.letter} to ${mail.to}, who is nobody here`);
  if (life.standing === "erased")
    throw new Broken(`${life.name} was erased and gets the mail ${mail.letter}`);
  if (mail.letter === "whats_new") takeLetter(life, mail);
  if (mail.letter.startsWith(IDLE)) takeReminder(world, life, mail);
  if (mail.letter === "certificate") takeCertificate(world, life, mail);
}

function takeLetter(life: Life, mail: Mail): void {
  if (!wantsLetters(life)) throw new Broken(`${life.name} gets a letter without a consent in force`);
  const at = life.expected.indexOf(mail.letter);
  if (at < 0) throw new Broken(`${life.name} gets a letter that was not sent`);
  life.expected.splice(at, 1);
}

/** Days before the end; a clock that comes by daily is a day late at most. */
function takeReminder(world: World, life: Life, mail: Mail): void {
  const end = idleEnd(life);
  if (life.standing !== "active" || !end) throw new Broken(`${life.name} is reminded while ${life.standing}`);
  const left = (end.getTime() - mail.at.getTime()) / DAY;
  const which = PROMISES.idleMails.find((days) => left <= days && left > days - GRACE / DAY - 1 / 24);
  if (!which) throw new Broken(`${life.name} is reminded ${left.toFixed(2)} days before the end`);
  if (life.reminded.has(which)) throw new Broken(`${life.name} is reminded twice of ${which} days`);
  life.reminded.add(which);
  life.justReminded = true;
  world.note(`${life.name} is reminded ${which} days before the end`);
}

/** It comes to the address of the account, when the erasure was due and not before. */
function takeCertificate(world: World, life: Life, mail: Mail): void {
  const dueAt = life.standing === "closing" ? life.closesAt : idleEnd(life);
  const early = !dueAt || mail.at < dueAt;
  if (early)
    throw new Broken(`${life.name} is erased on ${dayName(mail.at)}, which is due ${dueAt?.toISOString()}`);
  if (mail.to !== life.email) throw new Broken(`${life.name}: the certificate goes to another address`);
  const isIdle = life.standing !== "closing";
  if (isIdle && isHeld(life)) throw new Broken(`${life.name} had everything kept, and is erased`);
  if (isIdle && life.reminded.size !== PROMISES.idleMails.length)
    throw new Broken(`${life.name} is erased for idleness after ${life.reminded.size} reminders`);
  life.reason = isIdle ? "idle" : life.waived ? "erase_now" : "closing";
  life.standing = "erased";
  life.erasedAt = mail.at;
  delete life.restricted;
  life.justErased = true;
  world.note(`${life.name} is erased (${life.reason})`);
}

/** Letters that were due and did not come, and accounts that outlive their three years. */
export function checkMails(world: World, book: Book): void {
  for (const life of book.lives) {
    if (life.expected.length > 0) throw new Broken(`${life.name} waits for ${life.expected.join(", ")}`);
    const end = idleEnd(life);
    if (life.standing !== "active" || !end) continue;
    const left = (end.getTime() - world.now().getTime()) / DAY;
    for (const days of PROMISES.idleMails)
      if (left < days - GRACE / DAY - HOUR / DAY && !life.reminded.has(days))
        throw new Broken(`${life.name} was not reminded ${days} days before the end`);
    // Who has everything kept while restricted stays until they lift it (core/account/idle.ts).
    if (!isHeld(life) && world.now() >= plus(end, GRACE + HOUR))
      throw new Broken(`${life.name} was to be erased on ${dayName(end)}`);
  }
}
