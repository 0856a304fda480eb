/**
 * One press of Generate. Pressed again after an answer was lost, the same settings go under the same key, so that
 * nothing is made or paid twice; a press that was answered is over.
 */
import type { Settings } from "../../api.ts";
import { onForget } from "../../session.ts";

let open: { of: string; key: string } | undefined;
onForget(() => {
  open = undefined;
});

/** The Idempotency-Key for these settings. */
export function pressKey(settings: Settings): string {
  const of = JSON.stringify(settings);
  if (open?.of !== of) open = { of, key: crypto.randomUUID() };
  return open.key;
}

/** The press was answered: the next one is another. */
export const pressAnswered = (): void => {
  open = undefined;
};
