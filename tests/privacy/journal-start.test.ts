import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { setLogOutput } from "../../core/base/log.ts";
import { deleteObjects, putObject, readBytes } from "../../core/base/storage.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { keyOf } from "../../core/privacy/journal/link.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { catchUp } from "../../functions/host/catch-up.ts";
import { laterLife } from "../support/later-life.ts";

setLogOutput(() => undefined);
const erasure = (): JournalEntry => ({ kind: "erasure", subject: pseudonymOf(randomUUID()) });
const NEVER = new AbortController().signal;

async function start(signal = NEVER): Promise<string[]> {
  const said: string[] = [];
  await catchUp((line) => said.push(line), signal);
  return said;
}

test("a host starts on an empty journal and on a whole one without a word", async () => {
  expect(await start()).toEqual([]);
  for (let link = 0; link < 3; link++) await writeJournalNow(erasure());
  expect(await start()).toEqual([]);
});

test("a host does not start while a link is changed or missing, and says which", async () => {
  const whole = Buffer.from((await readBytes("journal", keyOf(2))) ?? "");
  const put = (body: Buffer) => putObject("journal", keyOf(2), body, "application/json");
  await put(Buffer.from(whole.toString().replace('"erasure"', '"erasurf"')));
  await expect(start()).rejects.toThrow("The journal is broken: link 2 ");
  await deleteObjects("journal", [keyOf(2)]);
  await expect(start()).rejects.toThrow(
    "The journal is broken: link 2 is known to the database and not in the bucket.",
  );
  await put(whole);
  expect(await start()).toEqual([]);
});

test("a restored database is told what came later, and the host says so before it serves", async () => {
  await laterLife([erasure(), erasure()]);
  const [older, replayed] = await start();
  expect(older).toContain("older than its journal");
  expect(replayed).toContain("Replayed 2 links of the journal: 2 erasures");
  expect(await start()).toEqual([]);
});

test("a start that is broken off leaves the replay to the next one", async () => {
  await laterLife([erasure()]);
  await expect(start(AbortSignal.abort())).rejects.toThrow();
  expect((await start()).at(-1)).toContain("Replayed 1 links");
});
