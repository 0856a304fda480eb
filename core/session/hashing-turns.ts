/**
 * Turns for hashing: neither the memory nor the threads of the process may depend on how many people sign in at once. A
 * hash takes one of the four threads of Node's pool, and 19 MiB.
 */
import { availableParallelism } from "node:os";
import { AppError } from "../base/error.ts";

/** One thread is left for files and names. */
const AT_A_TIME = Math.min(3, availableParallelism());
/** About ten seconds of work for two threads; whoever comes after that is told to come back. */
const MAX_WAITING = 300;

const waiting: (() => void)[] = [];
let running = 0;

/** Does the work when it is its turn. Throws `unavailable` when too many wait. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) {
    if (waiting.length >= MAX_WAITING) throw new AppError("unavailable");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    // The turn is handed on to whoever has waited longest, or given back.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
