/** A clock that all processes of the crash test share: it began with the test, runs fast, and can be put forward. */
import { setClock } from "../../core/base/clock.ts";

/** The minute of grace after which the watchdog looks passes in ten seconds. */
const SPEED = 6;

/** `start` in milliseconds since 1970; `ahead` is by how much the clock was put forward since. */
export type SharedClock = { start: number; ahead: number };

/** The time by the shared clock. */
export const timeOf = ({ start, ahead }: SharedClock): Date =>
  new Date(start + (Date.now() - start) * SPEED + ahead);

/** Sets this process's clock; changing `ahead` of the same object puts it forward. */
export const follow = (clock: SharedClock): void => setClock(() => timeOf(clock));
