/**
 * Keeps the exact price of what is being prepared: asked for when typing pauses, again before it ends, and again once a
 * lost connection is back.
 */
import { useEffect, useState } from "preact/hooks";
import { askQuote, type Settings } from "./api.ts";
import { serverNow } from "./http.ts";
import { mayBecomePersonal } from "./personal-data.ts";
import { type Price, refreshIn } from "./price.ts";

const PAUSE_MILLISECONDS = 450;
/** While an address or a number may still be in the making, so that no half of it leaves before the warning. */
const LONG_PAUSE_MILLISECONDS = 4000;

/**
 * Hook: the price of `settings`, and a way to ask again. Nothing is sent while `settings` is undefined, which is also
 * the case as long as personal data in the prompt has not been decided upon.
 */
export function usePrice(settings: Settings | undefined): { price: Price; again: () => void } {
  const [price, setPrice] = useState<Price>({ state: "none" });
  const [round, setRound] = useState(0);
  const of = settings ? JSON.stringify(settings) : undefined;
  useEffect(() => {
    if (!settings || of === undefined) {
      setPrice({ state: "none" });
      return;
    }
    const abort = new AbortController();
    setPrice((before) => (before.state === "known" && before.of === of ? before : { state: "asking" }));
    const ask = () =>
      askQuote(settings, abort.signal).then(
        (quote) => {
          setPrice({ state: "known", quote, of });
          timer = setTimeout(() => setRound((n) => n + 1), refreshIn(quote.expiresAt, serverNow()));
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setPrice({ state: "failed", error });
        },
      );
    const pause = mayBecomePersonal(settings.prompt) ? LONG_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS;
    let timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [of, round]);
  const failed = price.state === "failed";
  useEffect(() => {
    if (!failed) return;
    const again = () => setRound((n) => n + 1);
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [failed]);
  // A price for what was typed a moment ago is no price for what is typed now.
  const current: Price = price.state === "known" && price.of !== of ? { state: "asking" } : price;
  return { price: current, again: () => setRound((n) => n + 1) };
}
