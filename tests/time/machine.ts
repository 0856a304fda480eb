/** What everybody in the time machine does things with: a browser, the queues, and the book that it is written into. */
import type { Locale } from "../../core/base/locale.ts";
import { browser } from "../support/person.ts";
import type { Book, Life } from "./book.ts";
import { MINUTE, plus } from "./calendar.ts";
import type { Held } from "./checks/ledger.ts";
import { readMails } from "./checks/mails.ts";
import { runFrequent } from "./clocks.ts";
import { drain, nextDue } from "./queues.ts";
import { Broken, type World } from "./world.ts";

/** `held`: what the service held on the last evening on which it was asked. */
export type Machine = { world: World; book: Book; held?: Held };

type Method = "get" | "post" | "put" | "patch" | "delete";
type Answer = Record<string, unknown>;

/** Longer than anything that is asked for takes, the deadline of a generation included. */
const PATIENCE = 40 * MINUTE;

/** Where a person sits: always at the same machine, whose address is nobody else's. */
function placeOf({ name }: Life) {
  const number = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 60_000;
  return { ip: `198.18.${number >> 8}.${number & 255}`, userAgent: `TimeMachine/1.0 (${name})` };
}

/** One request of a person, signed in or not. Returns the answer as it is. */
export async function send(life: Life, method: Method, path: string, body?: unknown): Promise<Response> {
  const { token } = life.session ?? {};
  return browser(token, life.locale satisfies Locale, placeOf(life))[method](path, body);
}

/** The same, which must be answered with one of these statuses. Returns the JSON of the answer. */
export async function call(
  life: Life,
  method: Method,
  path: string,
  options: { body?: unknown; want?: number | readonly number[] } = {},
): Promise<Answer> {
  const { body, want = 200 } = options;
  const response = await send(life, method, path, body);
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (![want].flat().includes(response.status)) {
    const code = `${response.status} ${answer.code ?? ""}`;
    throw new Broken(
      `${life.name}: ${method} ${path} was answered ${code}, not ${[want].flat().join(" or ")}`,
    );
  }
  return answer;
}

/** Writes into the book that the security log has this line. */
export function logged({ world, book }: Machine, kind: string): void {
  book.log.push({ at: world.now(), kind });
}

/** Lets the queues work, and time pass for what waits, until nothing more is to be expected soon. */
export async function settle({ world, book }: Machine): Promise<void> {
  const end = plus(world.now(), PATIENCE);
  await drain();
  for (let due = nextDue(); due && due <= end; due = nextDue()) {
    world.goTo(due);
    await drain();
  }
  readMails(world, book);
}

/**
 * Lets minutes pass, with the clocks of every minute, until something is so; at most an hour and a half. Most of what is
 * asked for is so at once, and then no clock has to run.
 */
export async function until(machine: Machine, isSo: () => Promise<boolean>): Promise<void> {
  const { world } = machine;
  for (const end = plus(world.now(), 2 * PATIENCE); !(await isSo()) && world.now() < end; ) {
    world.goTo(plus(world.now(), 2 * MINUTE));
    await runFrequent((_, minutes) => minutes === 1);
    await settle(machine);
  }
}
