/**
 * `npm run send-letter -- whats_new`: a letter of news to everybody who consents to such. Prints counts and nothing else.
 * One that was interrupted is run again: nobody gets a letter twice. Runs with the service's environment, by default that
 * of the local stack that runs.
 */
import * as v from "valibot";
import { actAs } from "../core/base/actor.ts";
import { closeDatabase } from "../core/base/database.ts";
import { newId } from "../core/base/id.ts";
import { sendLetter } from "../core/mail/product-letter.ts";
import { PRODUCT_LETTERS } from "../core/mail/product-mail.ts";

const [letter, ...more] = process.argv.slice(2);
if (v.is(v.picklist(PRODUCT_LETTERS), letter) && more.length === 0) {
  const facts = { requestId: newId<"request">(), locale: "en" } as const;
  const work = () => sendLetter(letter);
  const { queued, hadIt, unwanted } = await actAs({ type: "task", name: "send-letter" }, work, facts);
  process.stdout.write(
    `${letter}: ${queued} queued, ${hadIt} had it already, ${unwanted} no longer want it\n`,
  );
  await closeDatabase();
} else {
  process.stderr.write(
    `Usage: npm run send-letter -- <letter>, which is one of: ${PRODUCT_LETTERS.join(", ")}\n`,
  );
  process.exitCode = 1;
}
