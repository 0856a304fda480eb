/** What is looked at every evening. */
import { isLogDay } from "../agenda.ts";
import type { Machine } from "../machine.ts";
import { deadLetters } from "../queues.ts";
import { Broken } from "../world.ts";
import { fetchHeld } from "./ledger.ts";
import { checkMails } from "./mails.ts";
import { checkRows } from "./rows.ts";
import { checkErased } from "./traces.ts";

/**
 * Fails with the first promise that does not hold. `full`: all clocks had their turn on this day. `still`: nothing has run
 * on it, so that the service holds what it held the evening before; whether it still may is asked all the same.
 */
export async function checkDay(machine: Machine, full: boolean, still: boolean): Promise<void> {
  const { book, world } = machine;
  const kinds = new Set(book.log.map(({ kind }) => kind));
  const withLog = full || isLogDay(book, world.now());
  const before = still ? machine.held : undefined;
  const held = before ? { ...before, log: undefined } : await fetchHeld(withLog ? [...kinds] : undefined);
  machine.held = held;
  checkRows(book, held, world.now(), full);
  checkMails(world, book);
  for (const life of book.lives) if (life.justErased) await checkErased(life);
  const [alarm] = world.alarms;
  if (alarm) throw new Broken(`an alarm, one of ${world.alarms.length}: ${alarm}`);
  if (deadLetters.length > 0) throw new Broken(`messages were given up: ${deadLetters.join(", ")}`);
}
