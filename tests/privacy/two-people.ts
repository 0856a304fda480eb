/**
 * Two people of whom everything is filled in, and the erasure of one of them by the real engine: rows in every table that
 * the inventory has, objects with unfinished uploads under their keys, messages in every queue and dead-letter queue, rows
 * of the outbox, and a clip that stands at the provider.
 */

import { PurgeQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { getTableName } from "drizzle-orm";
import { expect } from "vitest";
import { MINUTE, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { db, transaction } from "../../core/base/database.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { QUEUE_URLS, QUEUES, type QueueName, sendMessages } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { deadLettersOf } from "../../core/base/queue-look.ts";
import { type Bucket, beginUpload, putPiece } from "../../core/base/storage.ts";
import { issueCredits } from "../../core/credit/ledger.ts";
import { outbox } from "../../core/outbox/outbox.sql.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { allTables } from "../../core/privacy/inventory.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { run as relay } from "../../functions/clock/relay.ts";
import { createQueue } from "../../functions/host/queues.ts";
import { handler as erase } from "../../functions/queue/erase.ts";
import { handler as mailHandler } from "../../functions/queue/mail.ts";
import { handler as remoteDelete } from "../../functions/queue/remote-delete.ts";
import { drain } from "../support/drain.ts";
import { ask, bringUntil, hailuo, picture } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { type FullPerson, fullPerson, type Meaning } from "./full-person.ts";
import { type World, worldNow } from "./world.ts";

/** Queues whose messages are handled while the erasure runs; what lies in the others must be found where it lies. */
const DRAINED: readonly QueueName[] = ["erase", "remote-delete", "mail"];

export type Surrounded = FullPerson & {
  /** Everything by which something of this person can be told: markers, ids, keys, and the secret of the session. */
  texts: string[];
  /** The clip that stands at the provider. */
  remoteIds: string[];
};
export type TwoPeople = { ana: Surrounded; ben: Surrounded; before: World; after: World; log: string[] };

/** Makes both, erases the first, and gives what the world was before and what it is now. `meaning`: see full-person.ts. */
export async function twoPeople(meaning: Meaning = {}): Promise<TwoPeople> {
  const log: string[] = [];
  setLogOutput((line) => log.push(line));
  Object.assign(config, { LOG_LEVEL: "debug" });
  for (const queue of QUEUES)
    await createQueue(sqs, new URL(QUEUE_URLS[queue]).pathname.split("/").at(-1) ?? "");
  const ben = await surrounded("ben", meaning);
  // His clip is still needed, so that it is there to be left alone.
  await owner`update remote_item set deletion_due_at = null where account_id = ${ben.accountId} and deleted_at is null`;
  await drain({ "remote-delete": remoteDelete });
  const ana = await surrounded("ana", meaning);
  for (const who of [ana, ben]) await leaveMessages(who);
  const common = ana.texts.filter((text) => ben.texts.includes(text)); // words that a table has for everybody
  for (const who of [ana, ben]) who.texts = who.texts.filter((text) => !common.includes(text));
  const before = await worldNow(log);
  await transaction(() => beginErasure(ana.accountId, { reason: "erase_now" }));
  await untilErased();
  const after = await worldNow(log);
  setClock();
  return { ana, ben, before, after, log };
}

async function surrounded(name: string, meaning: Meaning): Promise<Surrounded> {
  const who = await fullPerson(name, meaning);
  await transaction(() => issueCredits(who.accountId, "welcome", 10_000));
  // The person of the support files has more; what asks for a generation needs only its routes.
  const firstFrameMediaId = await picture(who as never);
  const settings = { model: "MiniMax-Hailuo-02", resolution: "512P", firstFrameMediaId };
  const { id } = await ask(who as never, hailuo(`${name}-made-prompt of the clip`, settings));
  await bringUntil(id);
  // The job's own messages are delayed for minutes, by the clock of the queue, which is not set.
  await sqs.send(new PurgeQueueCommand({ QueueUrl: QUEUE_URLS.generate }));
  await leaveUploads(who);
  const made = await owner<{ text: string }[]>`
    select id::text as text from media where generation_id = ${id}
    union all select unnest(array[object_key, thumbnail_key]) from media where generation_id = ${id}
    union all select unnest(array[id::text, object_key, thumbnail_key]) from media where id = ${firstFrameMediaId}
    union all select id::text from remote_item where generation_id = ${id}
    union all select remote_id from remote_item where generation_id = ${id}`;
  const remote = await owner<{ id: string }[]>`
    select remote_id as id from remote_item where generation_id = ${id} and kind = 'video_file'`;
  const texts = [who.token, id, `${name}-made-prompt`, ...textsIn(who), ...made.map(({ text }) => text)];
  return { ...who, texts: [...new Set(texts.filter(Boolean))], remoteIds: remote.map((each) => each.id) };
}

/** What the map says that may stay of somebody is not looked for; the ids that it must lose there are. */
function textsIn({ made }: FullPerson): string[] {
  return allTables().flatMap(({ table }) => {
    const { onErase } = mapOf(table);
    const rows = made.get(getTableName(table)) ?? [];
    const cells = rows.flatMap((row) => Object.entries(row));
    const gone =
      onErase === "delete"
        ? cells
        : cells.filter(([key]) =>
            ("keep" in onErase ? onErase.pseudonymise : onErase.anonymise)?.includes(key),
          );
    return gone.flatMap(([, value]) => stringsIn(value));
  });
}

/** Strings that are nobody else's: ours are short words. */
function stringsIn(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  if (value instanceof Date || value === null) return [];
  if (typeof value === "object") return Object.values(value).flatMap(stringsIn);
  return typeof value === "string" && value.length >= 12 ? [value] : [];
}

/** An upload that was begun under each key of theirs and never finished. */
async function leaveUploads({ made, name }: FullPerson): Promise<void> {
  for (const { table } of allTables())
    for (const { bucket, key } of mapOf(table).objects ?? [])
      for (const row of made.get(getTableName(table)) ?? []) {
        const upload = { bucket: bucket as Bucket, key: String(row[key]), uploadId: "" };
        upload.uploadId = await beginUpload(bucket, upload.key, "text/plain");
        await putPiece(upload, 1, Buffer.from(`${name}-piece`));
      }
}

/** Messages that name their rows: in every dead-letter queue, in the queues that nobody works on here, and in the outbox. */
async function leaveMessages({ made, accountId, name }: FullPerson): Promise<void> {
  const ids = allTables().flatMap(({ table }) => {
    const rows = mapOf(table).onErase === "delete" ? (made.get(getTableName(table)) ?? []) : [];
    return rows.flatMap(({ id }) => (id ? [String(id)] : []));
  });
  for (const [index, queue] of QUEUES.entries()) {
    const body = { id: ids[index % ids.length] ?? accountId, part: index };
    const letters = await deadLettersOf(queue);
    await sqs.send(new SendMessageCommand({ QueueUrl: letters?.url, MessageBody: JSON.stringify(body) }));
    if (!DRAINED.includes(queue))
      await sendMessages(queue, [{ id: `${name}-${index}`, body, delaySeconds: 0 }]);
  }
  // Taken by a relay that died and not free again before the erasure is over.
  const claimedAt = new Date(Date.now() + 365 * 86_400_000);
  await db()
    .insert(outbox)
    .values({ queue: "generate", body: { generationId: String(ids[0]) }, delaySeconds: 0, claimedAt });
}

/** Works on the queues of an erasure until it is over; what has to wait waits on the set clock. */
async function untilErased(): Promise<void> {
  for (let round = 0; round < 60; round++) {
    await drain({ erase, "remote-delete": remoteDelete, mail: mailHandler });
    const [row] = await owner`select step from erasure`;
    if (row?.step === "done") return;
    const time = Date.now() + (round + 1) * 3 * MINUTE;
    setClock(() => new Date(time));
    await relay();
  }
  expect(await owner`select step, attempts from erasure`).toMatchObject([{ step: "done" }]);
}
