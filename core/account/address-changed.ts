/** That an account has another address is told to the journal, so that a restored backup does not listen to the earlier one. */
import type { Id } from "../base/id.ts";
import type { JournalEntry } from "../privacy/journal/entry.ts";
import { writeJournal } from "../privacy/journal/journal.ts";
import { pseudonymOf } from "../privacy/pseudonym.ts";

type By = Extract<JournalEntry, { kind: "address_changed" }>["by"];

/** Tells the journal. Belongs into the transaction that changes it. */
export const noteAddressChanged = (accountId: Id<"account">, email: string, by: By): Promise<void> =>
  writeJournal({
    kind: "address_changed",
    subject: pseudonymOf(accountId),
    address: pseudonymOf(email),
    by,
  });
