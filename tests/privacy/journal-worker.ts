/** A second process beside the tests, on the same database and bucket: writes entries when told how many, all at once. */
import { closeDatabase } from "../../core/base/database.ts";
import { writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";

process.once("message", async ({ name, count }: { name: string; count: number }) => {
  const subjects = Array.from({ length: count }, (_, index) => pseudonymOf(`${name} ${index}`));
  await Promise.all(subjects.map((subject) => writeJournalNow({ kind: "erasure", subject })));
  await closeDatabase();
  process.disconnect();
});
process.send?.("ready");
