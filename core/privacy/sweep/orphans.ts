/**
 * Objects and unfinished uploads that no row names: a worker died between storing a file and writing its row, or between
 * a row and its file. Which columns name objects, the data map says, and of which buckets the objects live and die with
 * their rows: the journal outlives a database that was put back from a copy, and must.
 */
import { sql } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import { DAY, fromNow, HOUR } from "../../base/clock.ts";
import { db } from "../../base/database.ts";
import { log } from "../../base/log.ts";
import { type Bucket, dropUpload } from "../../base/storage.ts";
import { eraseObjects } from "../../base/storage-erase.ts";
import { listUploads, listVersions } from "../../base/storage-look.ts";
import { allBuckets } from "../erasure/traces.ts";
import { allTables } from "../inventory.ts";
import { mapOf } from "../map.ts";
import { columnOf } from "../subject.ts";

/** Younger objects may belong to work in hand. */
const ORPHAN_AGE = 2 * HOUR;
/** An upload in pieces may go on after an interruption, for as long as the work that it belongs to. */
const UPLOAD_AGE = DAY;
/** Keys that one look into the tables settles: they are read once for so many. */
const BATCH = 20_000;
/** Pages of a thousand keys that one run reads of a bucket. */
const PAGES = 1000;

type Naming = { table: AnyPgTable; key: string };

/** Which columns name objects, for each bucket whose objects live and die with their rows. */
export function namingColumns(): Map<Bucket, Naming[]> {
  const naming = new Map<Bucket, Naming[]>();
  for (const { table } of allTables())
    for (const { bucket, key } of mapOf(table).objects ?? [])
      if (allBuckets().includes(bucket)) naming.set(bucket, [...(naming.get(bucket) ?? []), { table, key }]);
  return naming;
}

/**
 * Removes them for good, older versions included. A run begins at a random key and goes once around, so that one that is
 * cut short costs no object more than another one. What cannot be removed is left to the next run. Returns how many went.
 */
export async function sweepOrphanObjects(start = randomStart()): Promise<number> {
  let removed = 0;
  for (const [bucket, naming] of namingColumns()) {
    removed += await sweepRange(bucket, naming, start, undefined);
    if (start) removed += await sweepRange(bucket, naming, "", start);
    removed += await sweepUploads(bucket, naming);
  }
  return removed;
}

const randomStart = () =>
  Math.floor(Math.random() * 256)
    .toString(16)
    .padStart(2, "0");

async function sweepRange(
  bucket: Bucket,
  naming: Naming[],
  from: string,
  until: string | undefined,
): Promise<number> {
  let removed = 0;
  let waiting: string[] = [];
  for (let page = 0, marker = from; page < PAGES; page++) {
    const { entries, done } = await listVersions(bucket, marker);
    const inside = entries.filter(({ key }) => until === undefined || key < until);
    const old = fromNow(-ORPHAN_AGE);
    waiting.push(...inside.filter(({ modifiedAt }) => modifiedAt < old).map(({ key }) => key));
    const end = done || inside.length < entries.length || entries.length === 0;
    if (end || waiting.length >= BATCH) {
      removed += await removeOrphans(bucket, naming, waiting);
      waiting = [];
    }
    if (end) break;
    marker = entries.at(-1)?.key ?? marker;
  }
  return removed + (await removeOrphans(bucket, naming, waiting));
}

async function removeOrphans(bucket: Bucket, naming: Naming[], keys: string[]): Promise<number> {
  const orphans = await unnamed(naming, keys);
  let removed = 0;
  for (let first = 0; first < orphans.length; first += 1000)
    removed += await removeBatch(bucket, orphans.slice(first, first + 1000));
  return removed;
}

/** A batch, or, when the storage refuses something of it, each object by itself: one stops no other. */
async function removeBatch(bucket: Bucket, keys: string[]): Promise<number> {
  try {
    await eraseObjects(bucket, keys);
    return keys.length;
  } catch (error) {
    if (keys.length === 1) log.warn("orphan.kept", { state: bucket }, error);
    if (keys.length <= 1) return 0;
    const half = Math.ceil(keys.length / 2);
    return (await removeBatch(bucket, keys.slice(0, half))) + (await removeBatch(bucket, keys.slice(half)));
  }
}

/** The keys that no row names. */
export async function unnamed(naming: readonly Naming[], keys: readonly string[]): Promise<string[]> {
  const left = [...new Set(keys)];
  if (left.length === 0) return [];
  const named = naming.map(({ table, key }) => sql`select ${columnOf(table, key)} as key from ${table}`);
  const rows = await db().execute<{ key: string }>(sql`
    select given.key from jsonb_array_elements_text(${JSON.stringify(left)}::jsonb) given(key)
    where not exists (select 1 from (${sql.join(named, sql` union all `)}) named where named.key = given.key)`);
  return rows.map(({ key }) => key);
}

async function sweepUploads(bucket: Bucket, naming: Naming[]): Promise<number> {
  const old = (await listUploads(bucket)).filter(({ begunAt }) => begunAt < fromNow(-UPLOAD_AGE));
  const orphans = new Set(
    await unnamed(
      naming,
      old.map(({ key }) => key),
    ),
  );
  let dropped = 0;
  for (const upload of old) {
    if (!orphans.has(upload.key)) continue;
    try {
      await dropUpload(upload);
      dropped += 1;
    } catch (error) {
      log.warn("orphan.upload_kept", { state: bucket }, error);
    }
  }
  return dropped;
}
