/** A password that is good no more is told to the journal, so that a restored backup does not open the account with it. */
import type { Id } from "../base/id.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";

/** Tells the journal. Belongs into the transaction that ends it. */
export const notePasswordEnded = (accountId: Id<"account">): Promise<void> =>
  writeJournal({ kind: "password_ended", subject: pseudonymOf(accountId) });
