/** The time. Everything that asks for it asks here, so that tests can set it. */

let source: () => Date = () => new Date();

/** The current instant. */
export const now = (): Date => source();

/** Replaces the clock (tests only); without an argument the real one is restored. */
export function setClock(replacement?: () => Date): void {
  source = replacement ?? (() => new Date());
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant `milliseconds` from now (negative: before now). */
export const fromNow = (milliseconds: number): Date => new Date(now().getTime() + milliseconds);
