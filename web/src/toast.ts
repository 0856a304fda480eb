/** Short messages at the edge of the page, some with a way back ("Deleted. Undo"). */
import { onForget } from "./session.ts";
import { store } from "./store.ts";

export type Toast = { id: number; words: string; action?: { label: string; run: () => Promise<void> } };

export const toasts = store<readonly Toast[]>([]);
let last = 0;

/**
 * Shows a message in the place of an older one that says the same. One with an action stays longer, and as long as the
 * pointer or the focus is on it.
 */
export function showToast(words: string, action?: Toast["action"]): void {
  last += 1;
  const others = toasts.get().filter((toast) => toast.action || toast.words !== words);
  toasts.set([...others.slice(-2), { id: last, words, ...(action ? { action } : {}) }]);
}

/** Takes a message away. */
export const dropToast = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));

onForget(() => toasts.set([]));
