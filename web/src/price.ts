/** The price before the click: what is known of it, and what keeps the button from being pressed. */
import type { Quote } from "./api.ts";
import type { Missing } from "./plan.ts";

export type Price =
  | { state: "none" }
  | { state: "asking" }
  | { state: "known"; quote: Quote /** Settings it was given for. */; of: string }
  | { state: "failed"; error: unknown };

/** Why the button cannot be pressed now. */
export type Obstacle =
  | { because: Missing | "no_model" | "personal" | "restricted" | "asking" | "no_price" | "sending" }
  | { because: "credits"; lacking: number };

export type Circumstances = {
  missing: Missing | "no_model" | undefined;
  /** Personal data was found in the prompt and nobody has said yet what to do about it. */
  undecided: boolean;
  restricted: boolean;
  sending: boolean;
  price: Price;
  /** Undefined while the balance is not known: then the server decides. */
  available: number | undefined;
};

/** The first thing in the way, most pressing first; undefined when the button may be pressed. */
export function obstacleTo(now: Circumstances): Obstacle | undefined {
  if (now.sending) return { because: "sending" };
  if (now.restricted) return { because: "restricted" };
  if (now.missing) return { because: now.missing };
  if (now.undecided) return { because: "personal" };
  if (now.price.state === "failed") return { because: "no_price" };
  if (now.price.state !== "known") return { because: "asking" };
  const lacking = now.available === undefined ? 0 : now.price.quote.credits - now.available;
  return lacking > 0 ? { because: "credits", lacking } : undefined;
}

/** Milliseconds until a quote should be asked for again: half a minute before it ends, never less than a second. */
export const refreshIn = (expiresAt: string, now: number): number =>
  Math.max(1000, Date.parse(expiresAt) - now - 30_000);
