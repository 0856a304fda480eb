/**
 * A letter of news to everybody who consents to such. Answers counts and nothing else. One that was interrupted is asked
 * for again: nobody gets a letter twice.
 */
import * as v from "valibot";
import { sendLetter } from "../../core/mail/product-letter.ts";
import { PRODUCT_LETTERS } from "../../core/mail/product-mail.ts";
import { byHand, refuseUntilReplayed } from "./called.ts";

const Asked = v.strictTuple([v.picklist(PRODUCT_LETTERS)]);
const USAGE = `send-letter <letter>, which is one of: ${PRODUCT_LETTERS.join(", ")}`;

export const { command, handler } = byHand("send-letter", Asked, USAGE, async ([letter]) => {
  await refuseUntilReplayed();
  const { queued, hadIt, unwanted } = await sendLetter(letter);
  return `${letter}: ${queued} queued, ${hadIt} had it already, ${unwanted} no longer want it`;
});
