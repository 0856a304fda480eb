/** Sending what is wished for, once for each press; before somebody's first, the notice of where it goes. */
import { useState } from "preact/hooks";
import {
  type GenerationView,
  generate,
  readTransferNotice,
  type Settings,
  type TransferNotice,
} from "../../api.ts";
import { reloadBalance } from "../../balance.ts";
import { ApiError } from "../../http.ts";
import { pressAnswered, pressKey } from "./press.ts";

const codeOf = (failure: unknown): string => (failure instanceof ApiError ? failure.failure.code : "network");

/**
 * Hook: sends the request. After a refusal everything is as it was, with the reason. `notice` is what has to be
 * acknowledged first: the press is not over then, and can go on with the same key at the same price.
 */
export function useAsking(onMade: (made: GenerationView) => void, askPriceAgain: () => void) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const [notice, setNotice] = useState<TransferNotice>();
  const readNotice = () => readTransferNotice().then(setNotice, setError);
  const ask = async (settings: Settings, quote: string) => {
    setSending(true);
    setError(undefined);
    try {
      const made = await generate(settings, quote, pressKey(settings));
      pressAnswered();
      onMade(made);
    } catch (failure) {
      const code = codeOf(failure);
      if (code === "transfer_notice_unseen") await readNotice();
      else setError(failure);
      // Without an answer, or before the notice, the price still holds: the very same press can be repeated.
      if (code !== "network" && code !== "transfer_notice_unseen") {
        pressAnswered();
        askPriceAgain();
      }
    }
    setSending(false);
    // Another tab may have spent the credits, or this press has.
    await reloadBalance();
  };
  return { sending, error, ask, notice, readNotice, closeNotice: () => setNotice(undefined) };
}
