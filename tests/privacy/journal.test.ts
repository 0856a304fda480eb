import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { transaction } from "../../core/base/database.ts";
import { listObjects } from "../../core/base/storage.ts";
import { fetchLink, readPosition } from "../../core/privacy/journal/chain.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { writeJournal, writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";

test("an entry is in the bucket once the call that writes it now has returned, and after a commit by itself", async () => {
  await writeJournalNow({ kind: "erasure", subject: pseudonymOf(randomUUID()) });
  expect((await listObjects("journal")).map(({ key }) => key)).toEqual(["000000000001.json"]);
  const subject = pseudonymOf(randomUUID());
  await transaction(() =>
    writeJournal({ kind: "withdrawal", subject, purpose: "analytics", method: "toggle" }),
  );
  const link = await fetchLink(2);
  expect(link?.entries.map(({ entry }) => entry)).toEqual([
    { kind: "withdrawal", subject, purpose: "analytics", method: "toggle" },
  ]);
  expect(await readPosition()).toMatchObject({ sequence: 2, hash: link?.hash });
});

test.each<[string, object]>([
  ["an id of ours", { kind: "erasure", subject: "018f7b4e-7d3a-7cc4-9b1a-1f2e3d4c5b6a" }],
  ["an address", { kind: "erasure", subject: "ana@example.org" }],
  ["a further field", { kind: "erasure", subject: pseudonymOf("1"), name: "Ana" }],
  [
    "a purpose in free text",
    { kind: "withdrawal", subject: pseudonymOf("1"), purpose: "Ana's news", method: "toggle" },
  ],
  ["a rule that is none", { kind: "purge", rule: "ana", limit: new Date(0).toISOString() }],
  ["an instant in words", { kind: "purge", rule: "content", limit: "yesterday" }],
  ["a reason in free text", { kind: "restricted", subject: pseudonymOf("1"), purge: "as Ana wishes" }],
  ["a password", { kind: "password_ended", subject: pseudonymOf("1"), passwordHash: "$argon2id$" }],
  ["whom directives name", { kind: "directive_ended", subject: pseudonymOf("1"), executor: "Paul" }],
  ["a session's id", { kind: "sessions_ended", sessions: [randomUUID()] }],
  ["a table that is none", { kind: "deletion", table: "ana", rule: "trash", rows: [pseudonymOf("1")] }],
  ["a kind that is none", { kind: "note", text: "Ana" }],
])("an entry with %s is refused", async (_, entry) => {
  await expect(writeJournalNow(entry as JournalEntry)).rejects.toThrow();
});
