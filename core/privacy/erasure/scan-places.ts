/** The parts of the scan that look outside of the tables: messages that wait or are dead, and objects in every form. */
import { sql } from "drizzle-orm";
import { db } from "../../base/database.ts";
import { QUEUES, type QueueName } from "../../base/queue.ts";
import { lookInto, type QueueLook } from "../../base/queue-look.ts";
import type { Bucket } from "../../base/storage.ts";
import { heldKeys } from "../../base/storage-look.ts";
import { identifiersIn, TRACE_KINDS, type TraceKind, tellingIn } from "./pieces.ts";
import { allBuckets, type Traces } from "./traces.ts";

/** A queue or its dead letters, and how many messages name each person. */
export type PlaceLook<T> = T & { name: string; counts: number[] };

/** Looks at every message that can be received, and puts it back. One in the hands of a worker ends with its row. */
export async function scanQueues(people: readonly Traces[]): Promise<PlaceLook<QueueLook>[]> {
  const look = async ({ queue, dead, name }: Place): Promise<PlaceLook<QueueLook>> => {
    const counts = people.map(() => 0);
    const seen = await lookInto(queue, dead, async (bodies) => {
      for (const named of await namedIn(people, bodies))
        for (const person of named) counts[person] = (counts[person] ?? 0) + 1;
      return bodies.map(() => false);
    });
    return { ...seen, name, counts };
  };
  return Promise.all(everyQueue().map(look));
}

/** Deletes every message that names a person. Returns how many. */
export async function dropMessages(traces: Traces): Promise<number> {
  const drop = ({ queue, dead }: Place) =>
    lookInto(queue, dead, async (bodies) => (await namedIn([traces], bodies)).map((named) => named.size > 0));
  const looks = await Promise.all(everyQueue().map(drop));
  return looks.reduce((sum, { taken }) => sum + taken, 0);
}

type Place = { queue: QueueName; dead: boolean; name: string };

/** They are looked into all at once: each answers a few requests, one after the other. */
function everyQueue(): Place[] {
  return QUEUES.flatMap((queue) => [
    { queue, dead: false, name: queue },
    { queue, dead: true, name: `${queue}-dead` },
  ]);
}

/** Who is named in each text: their places in `people`. */
export async function namedIn(people: readonly Traces[], texts: readonly string[]): Promise<Set<number>[]> {
  const named = texts.map(() => new Set<number>());
  const said = texts.flatMap((text, number) => saidIn(text).map((content) => ({ number, content })));
  if (said.length === 0) return named;
  const sets = people.map(({ hashes }) => setsOf(hashes));
  const source = sql`jsonb_to_recordset(${JSON.stringify(said)}::jsonb) text(number int, content text)`;
  const cell = {
    name: "text",
    form: "text",
    content: sql`text.content`,
    technical: true,
    deep: true,
  } as const;
  const row = sql`text.number`;
  const pieces = await db().execute<{ number: number; kind: TraceKind; hash: string }>(sql`
    select number, kind, hash::text as hash
    from (${identifiersIn(source, row, [cell])} union all ${tellingIn(source, row, undefined, [cell])}) piece`);
  for (const { number, kind, hash } of pieces)
    for (const [person, kinds] of sets.entries())
      if (kinds[kind].has(BigInt(hash))) named[number]?.add(person);
  return named;
}

/**
 * What a message says: its names and strings one by one. Every message of a queue begins with the same braces, names and
 * first digits of an id, and whoever writes those into a prompt must not be found in all of them. The whole text where it
 * is no JSON.
 */
function saidIn(text: string): string[] {
  try {
    return stringsIn(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return [text];
    throw error;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsIn(inner)]);
  return value === null ? [] : [String(value)];
}

function setsOf(hashes: Traces["hashes"]): Record<TraceKind, Set<bigint>> {
  const sets = TRACE_KINDS.map((kind) => {
    const bytes = Buffer.from(hashes[kind], "base64");
    const all = Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readBigInt64BE(index * 8));
    return [kind, new Set(all)];
  });
  return Object.fromEntries(sets) as Record<TraceKind, Set<bigint>>;
}

export type BucketLook = { name: Bucket; keys: number; found: number };

/** Asks for every key of a person: an object, an older version, or an unfinished upload. */
export async function scanBuckets({ objects }: Traces): Promise<BucketLook[]> {
  const looks: BucketLook[] = [];
  for (const name of allBuckets()) {
    const keys = objects[name] ?? [];
    looks.push({ name, keys: keys.length, found: (await heldKeys(name, keys)).length });
  }
  return looks;
}
