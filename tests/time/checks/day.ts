/** What is looked at every evening. */
import { isLogDay } from "../agenda.ts";
import type { Machine } from "../machine.ts";
import { deadLetters } from "../queues.ts";
import { Broken } from "../world.ts";
import { fetchHeld } from "./ledger.ts";
import { checkMails } from "./mails.ts";
import { checkRows } from "./rows.ts";
import { checkErased } from "./traces.ts";

/** Fails with the first promise that does not hold. `full`: all clocks had their turn on this day. */
export async function checkDay({ book, world }: Machine, full: boolean): Promise<void> {
  const kinds = new Set(book.log.map(({ kind }) => kind));
  const held = await fetchHeld(full || isLogDay(book, world.now()) ? [...kinds] : undefined);
  checkRows(book, held, world.now(), full);
  checkMails(world, book);
  for (const life of book.lives) if (life.justErased) await checkErased(life);
  const [alarm] = world.alarms;
  if (alarm) throw new Broken(`an alarm, one of ${world.alarms.length}: ${alarm}`);
  if (deadLetters.length > 0) throw new Broken(`messages were given up: ${deadLetters.join(", ")}`);
}
