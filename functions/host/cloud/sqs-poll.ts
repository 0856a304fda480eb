/**
 * Long polling. A receiver that hangs up while it waits takes nothing: the message goes to the next one.
 * The wait is real time, whatever clock the messages live by.
 */
import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

export type Waiting = ReturnType<typeof openWaiting>;

/** Receivers that wait, by queue. */
export function openWaiting() {
  const waiting = new Map<string, Set<() => void>>();
  return {
    /** Lets the receivers of `queue` look again. */
    arrived(queue: string): void {
      for (const wake of [...(waiting.get(queue) ?? [])]) wake();
    },

    /** Until something arrives, the caller hangs up, or so many milliseconds have passed. */
    wait(queue: string, milliseconds: number, response: ServerResponse): Promise<void> {
      const receivers = waiting.get(queue) ?? new Set();
      waiting.set(queue, receivers);
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          receivers.delete(wake);
          response.off("close", wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        receivers.add(wake);
        response.on("close", wake);
      });
    },
  };
}

/**
 * Whether the caller is still there. Its hang-up may have come in together with the message that it would take,
 * or right behind its request: what the network has delivered is read first, which takes up to two turns.
 */
export async function isListening(response: ServerResponse): Promise<boolean> {
  await nextTurn();
  await nextTurn();
  return !response.destroyed && response.socket?.readableEnded === false;
}
