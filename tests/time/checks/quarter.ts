/** What is looked at on the first day of every quarter: all buckets, the provider, the proofs, the evidence, the journal. */
import { createHmac } from "node:crypto";
import { config } from "../../../core/base/config.ts";
import { readBytes } from "../../../core/base/storage.ts";
import { owner } from "../../support/owner.ts";
import { type Book, type Link, type LogLine, logMustBeGone, logMustStay } from "../book.ts";
import { DAY, dayName, GRACE, PROMISES, plus, yearsLater } from "../calendar.ts";
import { clockNames } from "../clocks.ts";
import type { Machine } from "../machine.ts";
import { atProvider } from "../provider.ts";
import { Broken } from "../world.ts";
import { keysIn } from "./traces.ts";

/** Fails with the first promise that does not hold. */
export async function checkQuarter({ book, world }: Machine): Promise<void> {
  const now = world.now();
  await checkObjects();
  checkProvider(now);
  await checkLogLines(book.log, now);
  await checkProofs(book, now);
  await checkEvidence(now);
  await checkJournal(book, now);
}

/** Every object has a row, and every row that names one has its object. */
async function checkObjects(): Promise<void> {
  const rows = await owner<{ bucket: "media" | "exports"; key: string }[]>`
    select 'media' as bucket, unnest(array[upload_key, object_key, thumbnail_key, sealed_key]) as key
      from media where state = 'ready'
    union all select 'exports', object_key from export_part where state = 'done'`;
  const known = await owner<{ key: string }[]>`
    select unnest(array[upload_key, object_key, thumbnail_key, sealed_key]) as key from media
    union all select object_key from export_part`;
  const named = new Set(known.map(({ key }) => key));
  for (const bucket of ["media", "exports"] as const) {
    const there = await keysIn(bucket);
    for (const key of there)
      if (!named.has(key)) throw new Broken(`an object in ${bucket} that no row names`);
    for (const row of rows)
      if (row.bucket === bucket && row.key !== null && !there.has(row.key))
        throw new Broken(`a row names an object that is not in ${bucket}`);
  }
}

/** What a job left behind is deleted there soon after the job has ended. */
function checkProvider(now: Date): void {
  for (const { prompt, createdAt } of atProvider.values())
    if (now >= plus(createdAt, 2 * DAY))
      throw new Broken(`still at the provider: what was made of "${prompt}"`);
}

/** Line by line: of every kind as many as were written, within the year. */
async function checkLogLines(log: readonly LogLine[], now: Date): Promise<void> {
  const rows = await owner<{ kind: string; lines: number }[]>`
    select kind, count(*)::int as lines from security_event group by kind`;
  const found = new Map(rows.map(({ kind, lines }) => [kind, lines]));
  for (const kind of new Set(log.map((line) => line.kind))) {
    const mine = log.filter((line) => line.kind === kind);
    const least = mine.filter((line) => logMustStay(line, now)).length;
    const most = mine.filter(({ at }) => !logMustBeGone(at, now)).length;
    const lines = found.get(kind) ?? 0;
    if (lines < least || lines > most)
      throw new Broken(`the log has ${lines} of ${kind}, not ${least} to ${most}`);
  }
}

/** Proofs of consent and of the erasure itself stay for five years from the erasure, under pseudonyms, and go then. */
async function checkProofs(book: Book, now: Date): Promise<void> {
  const erased = book.lives.filter(({ erasedAt }) => erasedAt);
  const endOf = (at: Date | undefined) => yearsLater(at ?? now, PROMISES.consentProofYears);
  const stays = erased.filter(({ erasedAt }) => now < endOf(erasedAt));
  const mayBe = erased.filter(({ erasedAt }) => now < plus(endOf(erasedAt), GRACE + DAY));
  const ids = book.lives.filter(({ standing }) => standing !== "erased").map(({ accountId }) => accountId);
  const [row] = await owner<{ choices: number; erasures: number; open: number }[]>`
    select (select count(*)::int from consent_event where not account_id::text = any(${ids})) as choices,
      (select count(*)::int from erasure where finished_at is not null) as erasures,
      (select count(*)::int from erasure where finished_at is null) as open`;
  const { choices = 0, erasures = 0, open = 0 } = row ?? {};
  const sum = (lives: typeof erased) => lives.reduce((total, life) => total + life.choices, 0);
  if (choices < sum(stays) || choices > sum(mayBe))
    throw new Broken(`${choices} proofs of consent of erased people, not ${sum(stays)} to ${sum(mayBe)}`);
  if (erasures < stays.length || erasures > mayBe.length)
    throw new Broken(`${erasures} records of erasures, not ${stays.length} to ${mayBe.length}`);
  if (open > 0) throw new Broken(`${open} erasures are not finished`);
}

/** Every clock has noted a run that did what it should, and no purge has left anything behind. */
async function checkEvidence(now: Date): Promise<void> {
  const rows = await owner<
    { name: string; doneAt: Date | null }[]
  >`select name, done_at as "doneAt" from clock_run`;
  const runs = new Map(rows.map(({ name, doneAt }) => [name, doneAt]));
  for (const name of clockNames) {
    const doneAt = runs.get(name);
    if (!doneAt || doneAt < plus(now, -2 * DAY))
      throw new Broken(`the clock ${name} last did its work on ${doneAt ? dayName(doneAt) : "no day"}`);
  }
  const failed = await owner<
    { table: string }[]
  >`select table_name as "table" from purge_run where failed > 0`;
  if (failed.length > 0) throw new Broken(`a purge of ${failed[0]?.table} has failed`);
  const [purges] = await owner<{ latest: Date | null }[]>`select max(finished_at) as latest from purge_run`;
  if (!purges?.latest || purges.latest < plus(now, -DAY))
    throw new Broken("no evidence of a purge of this day");
}

/** HMAC-SHA-256 under the key of the journal, derived as the service says that it derives one (base/secret.ts). */
function keyedHashOf(text: string): string {
  const key = createHmac("sha256", config.SECRET_KEY).update("journal").digest();
  return createHmac("sha256", key).update(text).digest("hex");
}

/** The journal's own objects, read without its code: each link holds the hash of the one before, and its own. */
async function checkJournal(book: Book, now: Date): Promise<void> {
  const keys = [...(await keysIn("journal"))].sort();
  const unseen = keys.filter((key) => !book.journal.has(key));
  for (const key of unseen) {
    const bytes = await readBytes("journal", key);
    const link = JSON.parse(Buffer.from(bytes ?? "").toString()) as Link;
    const { hash, ...content } = link;
    if (keyedHashOf(JSON.stringify(content)) !== hash)
      throw new Broken(`the journal's link ${link.sequence} is not what was hashed`);
    book.journal.set(key, link);
  }
  const links = keys.map((key) => book.journal.get(key)).filter((link) => link !== undefined);
  for (const [index, link] of links.entries()) {
    const before = links[index - 1];
    if (before && (link.previous !== before.hash || link.sequence !== before.sequence + 1))
      throw new Broken(`the journal breaks at link ${link.sequence}`);
  }
  const erasures = links.flatMap(({ entries }) =>
    entries.filter(({ entry }) => entry.kind === "erasure"),
  ).length;
  const due = book.lives.filter(({ erasedAt }) => erasedAt && now < yearsLater(erasedAt, 5)).length;
  if (erasures < due) throw new Broken(`the journal tells of ${erasures} erasures, and there were ${due}`);
}
