/**
 * The world of one run: its time, which only goes on, its dice, and the chronicle of what happened. A promise that was
 * broken ends it, with everything that is needed to see it again.
 */
import { setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { type Dice, diceOf } from "./dice.ts";

/** What was promised and did not happen, or happened and was not to. */
export class Broken extends Error {
  override name = "Broken";
}

export type World = {
  seed: number;
  dice: Dice;
  now(): Date;
  /** Goes on to an instant; never back. */
  goTo(at: Date): void;
  /** Writes a line of the chronicle. */
  note(line: string): void;
  chronicle: readonly string[];
  /** Errors that the service has logged: each is an alarm, and none is expected. */
  alarms: readonly string[];
};

/** How much of the chronicle a failure tells. */
const TOLD = 12;

/** Begins a world and sets the service's clock to its time. */
export function beginWorld(seed: number, begin: Date): World {
  let at = begin;
  const chronicle: string[] = [];
  const alarms: string[] = [];
  setClock(() => at);
  // Clocks are run where something is due and not every hour, so that the years go by: that they are late is ours.
  setLogOutput((line) => void (line.includes('"state":"clock_late"') || alarms.push(line)));
  return {
    seed,
    dice: diceOf(seed),
    now: () => at,
    goTo: (next) => {
      if (next > at) at = next;
    },
    note: (line) => void chronicle.push(`${at.toISOString().slice(0, 16)} ${line}`),
    chronicle,
    alarms,
  };
}

/** The failure of a run in the words that replay it. */
export function explain(error: unknown, world: World, command: string): Error {
  const what = error instanceof Error ? error.message : String(error);
  const told = world.chronicle.slice(-TOLD).join("\n  ");
  const lines = [`${what}`, `at ${world.now().toISOString()}, seed ${world.seed}`, `again: ${command}`];
  return new Error(`${lines.join("\n")}\nWhat came before:\n  ${told}`, { cause: error });
}
