import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { transaction } from "../../core/base/database.ts";
import { fetchLink, readPending, readPosition } from "../../core/privacy/journal/chain.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { writeJournal, writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { keyOf } from "../../core/privacy/journal/link.ts";
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { verifyJournal } from "../../core/privacy/journal/verify.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { owner } from "../support/owner.ts";

const subjects = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => pseudonymOf(`${name} ${index}`));
const erasure = (subject: string): JournalEntry => ({ kind: "erasure", subject });

/** Whom the links after a position are about, in their order; and how many links those are. */
async function toldAfter(sequence: number) {
  const { sequence: last } = await readPosition();
  const told: string[] = [];
  for (let number = sequence + 1; number <= last; number++)
    for (const { entry } of (await fetchLink(number))?.entries ?? [])
      if (entry.kind === "erasure") told.push(entry.subject);
  return { told, links: last - sequence };
}

test("200 entries at once, a third of them in transactions: each is in the chain once, and the chain is whole", async () => {
  const { sequence } = await readPosition();
  const wanted = subjects("at once", 200);
  await Promise.all(
    wanted.map((subject, index) =>
      index % 3 === 0 ? transaction(() => writeJournal(erasure(subject))) : writeJournalNow(erasure(subject)),
    ),
  );
  await relayJournal();
  const { told, links } = await toldAfter(sequence);
  expect(told.toSorted()).toEqual(wanted.toSorted());
  expect(links).toBeLessThan(50);
  expect(await verifyJournal({ since: 0, read: true })).toBe(sequence + links);
  expect(await readPending(1)).toEqual([]);
});

test("two processes that relay at the same time never overwrite each other, and store nothing twice", async () => {
  const { sequence } = await readPosition();
  const workers = ["first", "second"].map((name) => {
    const child = fork(join(import.meta.dirname, "journal-worker.ts"), {
      env: process.env,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: [],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return { name, child, ready: once(child, "message"), ended: once(child, "exit") };
  });
  await Promise.all(workers.map(({ ready }) => ready));
  for (const { name, child } of workers) child.send({ name, count: 60 });
  const ours = subjects("third", 60);
  const [, ...codes] = await Promise.all([
    Promise.all(ours.map((subject) => writeJournalNow(erasure(subject)))),
    ...workers.map(({ ended }) => ended),
  ]);
  expect(codes.map(([code]) => code)).toEqual([0, 0]);
  const { told, links } = await toldAfter(sequence);
  const wanted = [...ours, ...subjects("first", 60), ...subjects("second", 60)];
  expect(told.toSorted()).toEqual(wanted.toSorted());
  expect(await verifyJournal({ since: 0, read: true })).toBe(sequence + links);
});

test("an entry of a transaction that is rolled back is in the journal nowhere", async () => {
  const { sequence } = await readPosition();
  const failing = transaction(async () => {
    await writeJournal(erasure(pseudonymOf("rolled back")));
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await relayJournal();
  expect(await readPosition()).toMatchObject({ sequence });
  expect(await readPending(1)).toEqual([]);
});

test("an entry that is to be stored at once is refused inside a transaction, which would wait for the bucket", async () => {
  await expect(transaction(() => writeJournalNow(erasure(pseudonymOf("inside"))))).rejects.toThrow(
    "inside a transaction",
  );
});

test("a row names its object as the bucket does", async () => {
  const rows = await owner<{ sequence: string; object_key: string }[]>`
    select sequence, object_key from journal_link order by 1`;
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) expect(row.object_key).toBe(keyOf(Number(row.sequence)));
});
