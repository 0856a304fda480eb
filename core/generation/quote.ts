/**
 * Quotes: a price for exact settings, signed, good for 15 minutes. It is held when the generation is asked for, and the
 * charge is never more than it.
 */
import { me } from "../base/actor.ts";
import { MINUTE, now } from "../base/clock.ts";
import { query } from "../base/command.ts";
import { AppError } from "../base/error.ts";
import { suspensionOf } from "../base/processor.ts";
import { keyedHash, sameText } from "../base/secret.ts";
import { checkSettings, priceOf } from "./catalogue.ts";
import { type Quote, QuoteRequest, type Settings } from "./generation.schema.ts";

const QUOTE_MINUTES = 15;
const TOKEN = /^(\d{1,7})\.(\d{13})\.([\w-]{43})$/;

/** JSON with sorted keys: equal settings give equal text. */
export const canonical = (settings: Settings): string =>
  JSON.stringify(Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))));

const sign = (settings: Settings, credits: number, expires: number) =>
  keyedHash("quote", JSON.stringify([me(), canonical(settings), credits, expires]));

/**
 * Refuses while nothing may be sent to the model provider. Throws `transfers_suspended`. Asked again when a job is about
 * to leave (pipeline.ts): the review date may pass while it waits.
 */
export function refuseWhileSuspended(): void {
  if (suspensionOf("minimax")) throw new AppError("transfers_suspended");
}

/**
 * The price of a generation, for the signed-in account. Throws `invalid_input` for what the model does not offer,
 * `transfers_suspended`.
 */
export const quoteGeneration = query(QuoteRequest, async ({ settings }): Promise<Quote> => {
  checkSettings(settings);
  refuseWhileSuspended();
  const credits = priceOf(settings);
  const expires = now().getTime() + QUOTE_MINUTES * MINUTE;
  return {
    credits,
    quote: `${credits}.${expires}.${sign(settings, credits, expires)}`,
    expiresAt: new Date(expires).toISOString(),
  };
});

/** The credits that a quote promised. Throws `quote_mismatch` when it is forged or for other settings, `quote_expired`. */
export function readQuote(settings: Settings, quote: string): number {
  const parts = TOKEN.exec(quote);
  const [credits, expires, signature] = [Number(parts?.[1]), Number(parts?.[2]), parts?.[3] ?? ""];
  if (!parts || !sameText(signature, sign(settings, credits, expires))) throw new AppError("quote_mismatch");
  if (expires < now().getTime()) throw new AppError("quote_expired");
  return credits;
}
