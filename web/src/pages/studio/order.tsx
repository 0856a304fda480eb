/** The price before the click, the balance beside it, the button, and in words what is still in the way. */
import type { CreditBalance } from "../../api.ts";
import { formatNumber } from "../../format.ts";
import { ApiError } from "../../http.ts";
import { errorSentence, type Text, useLocale, useText } from "../../language.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import type { Obstacle, Price } from "../../price.ts";

type OrderProps = {
  price: Price;
  /** The price of the list, until the exact one is known. */
  listed: number | undefined;
  balance: CreditBalance | undefined;
  obstacle: Obstacle | undefined;
};

export function Order({ price, listed, balance, obstacle }: OrderProps) {
  const { studio } = useText();
  const locale = useLocale();
  const amount = (credits: number) => studio.credits(credits, formatNumber(credits, locale));
  const credits = price.state === "known" ? price.quote.credits : listed;
  const sending = obstacle?.because === "sending";
  return (
    <div class="order">
      <div class="order-price">
        <p class="order-credits number">
          <span class="unseen">{studio.price} </span>
          {credits === undefined ? "–" : amount(credits)}
        </p>
        <p class="soft small">{priceNote(price, studio)}</p>
      </div>
      <div class="order-words">
        <p class="number">
          <span class="soft">{studio.balance}</span> {balance ? amount(balance.available) : "…"}
        </p>
        <p class="order-why" role="status">
          {obstacle && obstacleWords(obstacle, studio, (count) => formatNumber(count, locale))}
        </p>
      </div>
      <Button
        type="submit"
        tone="primary"
        icon="studio"
        busy={sending}
        disabled={obstacle !== undefined && !sending}
      >
        {sending ? studio.generating : studio.generate}
      </Button>
    </div>
  );
}

function priceNote(price: Price, studio: Text["studio"]): string {
  if (price.state === "known") return studio.priceExact;
  return price.state === "asking" ? studio.pricing : studio.priceListed;
}

function obstacleWords(
  obstacle: Obstacle,
  studio: Text["studio"],
  written: (count: number) => string,
): string | undefined {
  switch (obstacle.because) {
    case "credits":
      return studio.lacking(obstacle.lacking, written(obstacle.lacking));
    // The button and the note beside the price say these.
    case "sending":
    case "asking":
      return undefined;
    case "restricted":
      return studio.restricted;
    case "personal":
      return studio.personal;
    case "no_price":
      return studio.noPrice;
    default:
      return studio.missing[obstacle.because];
  }
}

/** A refusal in the server's words, with those about single settings below it. */
export function Refusal({ error, retry }: { error: unknown; retry?: () => void }) {
  const text = useText();
  const failure = error instanceof ApiError ? error.failure : undefined;
  const fields = failure?.fields ?? [];
  // Of all that a request names, only a picture can have gone in the meantime.
  const words = failure?.code === "not_found" ? text.studio.pictureGone : errorSentence(error, text);
  return (
    <Notice tone="danger">
      <span>{words}</span>
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={field.path}>{field.detail}</li>
          ))}
        </ul>
      )}
      {retry && (
        <Button small icon="refresh" onClick={retry}>
          {text.studio.tryAgain}
        </Button>
      )}
    </Notice>
  );
}
