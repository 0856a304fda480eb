/** The scan of an erasure: what it finds, what it leaves to others, and that it loses nothing by looking. */
import { GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import { QUEUE_URLS } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { deadLettersOf, lookInto } from "../../core/base/queue-look.ts";
import { beginUpload, dropUpload, putObject } from "../../core/base/storage.ts";
import { eraseObjects } from "../../core/base/storage-erase.ts";
import { outbox } from "../../core/outbox/outbox.sql.ts";
import { dropMentions, type ScanReport, scanFor, scanForAll } from "../../core/privacy/erasure/scan.ts";
import { collectTraces, type Traces } from "../../core/privacy/erasure/traces.ts";
import { belongsTo, personalTables } from "../../core/privacy/subject.ts";
import { createQueue } from "../../functions/host/queues.ts";
import { erased } from "../support/erasure.ts";
import { owner } from "../support/owner.ts";
import { type FullPerson, fullPerson } from "./full-person.ts";

let ana: FullPerson;
let ben: FullPerson;
/** Those of Ana, who is erased, from before. */
let traces: Traces;
let before: ScanReport;
const placesIn = ({ leftovers }: ScanReport) => leftovers.map(({ place }) => place);
const scanned = async () => placesIn(await scanFor(traces));
const cell = (who: FullPerson, table: string, key: string) => String(who.made.get(table)?.[0]?.[key]);

beforeAll(async () => {
  await createQueue(sqs, new URL(QUEUE_URLS.generate).pathname.split("/").at(-1) ?? "");
  ana = await fullPerson("ana");
  ben = await fullPerson("ben");
  traces = await collectTraces(ana.accountId);
  before = await scanFor(traces);
  expect(await erased(ana.accountId, "closing", true)).toMatchObject({ step: "done" });
  setClock();
}, 60_000);

test("before the erasure something is found in every table about somebody, and nothing that is only the other's", async () => {
  for (const { table, key } of personalTables()) {
    const [row] = await db().select().from(table).where(belongsTo(table, ben.accountId));
    expect(row, key).toBeDefined();
  }
  const tables = new Set(placesIn(before).map((place) => place.split(".")[0]));
  for (const name of ana.made.keys()) expect(tables, name).toContain(name);
  expect(placesIn(before)).toEqual(expect.arrayContaining(["bucket media", "bucket exports"]));
  for (const { place, count } of before.leftovers)
    if (place.endsWith(".account_id")) expect(count, place).toBeLessThanOrEqual(3);
});

test("after it nothing is found, and the report says of every place how much was looked at", async () => {
  const report = await scanFor(traces);
  expect(report).toMatchObject({ clean: true, leftovers: [] });
  const tables = report.looked.filter(({ kind }) => kind === "table").map(({ name }) => name);
  expect(tables).toEqual(
    expect.arrayContaining([...ana.made.keys(), "outbox", "throttle", "__drizzle_migrations"]),
  );
  expect(report.looked).toContainEqual(expect.objectContaining({ kind: "bucket", name: "media", found: 0 }));
  expect(report.looked).toContainEqual(expect.objectContaining({ kind: "queue", name: "generate-dead" }));
});

test("traces hold no text of the person, and of a person who is gone there are none", async () => {
  const text = JSON.stringify(traces);
  for (const rows of ana.made.values())
    for (const value of rows.flatMap((row) => Object.values(row)))
      if (typeof value === "string" && value.startsWith("ana-")) expect(text).not.toContain(value);
  const none = await collectTraces(ana.accountId);
  expect([...Object.values(none.hashes), ...Object.values(none.objects)].join("")).toBe("");
});

const STRAYS: [string, () => string][] = [
  ["an id", () => cell(ana, "media", "id")],
  ["an id inside of a text", () => `see /library/${cell(ana, "generation", "id")}?x=1`],
  ["an id glued to other letters", () => `file_${cell(ana, "session", "id")}_old`],
  ["a key of an object", () => cell(ana, "media", "objectKey")],
  ["a hash of a token", () => cell(ana, "session", "tokenHash")],
  ["a prompt", () => cell(ana, "generation", "prompt")],
  ["a prompt inside of a text", () => `the words "${cell(ana, "generation", "prompt")}" were asked for`],
  ["a string of JSON", () => JSON.stringify({ deep: [{ of: cell(ana, "media", "fileName") }] })],
  ["an address in capitals", () => `Write to <${cell(ana, "account", "email").toUpperCase()}>.`],
  ["a name", () => cell(ana, "account", "lastName")],
];

test.each(STRAYS)("%s in a table that the map does not know is found", async (_, text) => {
  await owner`create table stray (id int, note text, more jsonb, list text[], raw bytea)`;
  await owner`grant select on stray to eraser`;
  try {
    await owner`insert into stray (id, note) values (1, ${text()})`;
    expect(await scanned()).toEqual(["stray.note"]);
    await owner`update stray set note = null, list = array['x', ${text()}], more = ${{ a: text() } as never},
      raw = ${Buffer.from(text())}`;
    const found = await scanned();
    expect(found).toContain("stray.list");
    expect(found).toContain("stray.more");
    await owner`update stray set note = 'a cat', list = null, more = null, raw = null`;
    expect(await scanned()).toEqual([]);
  } finally {
    await owner`drop table stray`;
  }
});

test("a table that may not be read makes the scan fail, since it is not known to be empty", async () => {
  await owner`create schema hidden`;
  await owner`create table hidden.box (note text)`;
  await expect(scanFor(traces)).rejects.toThrow("hidden.box");
  await owner`drop schema hidden cascade`;
  expect(await scanned()).toEqual([]);
});

test("what another living person has written as well is theirs; an id of the erased one there is a leftover", async () => {
  const prompt = cell(ana, "generation", "prompt");
  const id = cell(ben, "recent_prompt", "id");
  const old = cell(ben, "recent_prompt", "prompt");
  await owner`update recent_prompt set prompt = ${prompt} where id = ${id}`;
  expect(await scanned()).toEqual([]);
  await owner`update recent_prompt set prompt = ${cell(ana, "media", "id")} where id = ${id}`;
  expect(await scanned()).toEqual(["recent_prompt.prompt"]);
  await owner`update recent_prompt set prompt = ${old} where id = ${id}`;
});

test("a hit in rows that the law keeps is listed with its rule and reason, but for what must not stay even there", async () => {
  const ip = cell(ana, "session", "ip");
  await owner`insert into security_event (id, at, kind, ip) values (gen_random_uuid(), now(), 'signed_in', ${ip})`;
  const report = await scanFor(traces);
  expect(report.clean).toBe(true);
  expect(report.kept).toContainEqual({
    place: "security_event.ip",
    count: 1,
    rule: "logs",
    because: expect.stringContaining("security log"),
  });
  const event = { accountId: cell(ana, "account", "id") };
  await owner`insert into security_event (id, at, kind, account_id) values (gen_random_uuid(), now(), 'signed_in', ${event.accountId})`;
  expect(await scanned()).toEqual(["security_event.account_id"]);
  await owner`alter table security_event disable trigger user`;
  await owner`delete from security_event where account_id = ${event.accountId} or ip = ${ip}`;
  await owner`alter table security_event enable trigger user`;
});

test("an object under a key of theirs is found, and so is an upload that was never finished", async () => {
  const key = cell(ana, "media", "objectKey");
  await putObject("media", key, Buffer.from("left"), "text/plain");
  expect(await scanned()).toEqual(["bucket media"]);
  await eraseObjects("media", [key]);
  const upload = { bucket: "exports", key: cell(ana, "export_part", "objectKey"), uploadId: "" } as const;
  const uploadId = await beginUpload("exports", upload.key, "text/plain");
  expect(await scanned()).toEqual(["bucket exports"]);
  await dropUpload({ ...upload, uploadId });
  expect(await scanned()).toEqual([]);
});

const bodies = async (dead: boolean) => {
  const all: string[] = [];
  await lookInto("generate", dead, async (found) => {
    all.push(...found);
    return found.map(() => false);
  });
  return all.sort();
};

test("a message or dead letter that names the person is found and dropped with the outbox; others stay, however often one looks", async () => {
  const dead = (await deadLettersOf("generate"))?.url;
  const mine = JSON.stringify({ generationId: cell(ana, "generation", "id"), step: 1 });
  const other = JSON.stringify({ generationId: cell(ben, "generation", "id"), step: 1 });
  for (const QueueUrl of [QUEUE_URLS.generate, dead])
    for (const MessageBody of [mine, other])
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const claimedAt = new Date();
  for (const body of [JSON.parse(mine), JSON.parse(other)])
    await db().insert(outbox).values({ queue: "generate", body, delaySeconds: 0, claimedAt });
  for (let look = 0; look < 12; look++)
    expect((await scanned()).sort()).toEqual(["outbox.body", "queue generate", "queue generate-dead"]);
  expect(await dropMentions(traces)).toEqual({ messages: 2, rows: 1 });
  expect(await scanned()).toEqual([]);
  expect([await bodies(false), await bodies(true)]).toEqual([[other], [other]]);
  expect(await db().select().from(outbox)).toHaveLength(1);
});

test("while a message is delayed, the report says until when it has to be waited for", async () => {
  const message = { QueueUrl: QUEUE_URLS.media, MessageBody: "{}", DelaySeconds: 900 };
  expect((await scanFor(traces)).waitUntil).toBeUndefined();
  await sqs.send(new SendMessageCommand(message));
  const { waitUntil } = await scanFor(traces);
  expect(waitUntil?.getTime()).toBe(new Date(traces.collectedAt).getTime() + 16 * 60_000);
  const attributes = {
    QueueUrl: QUEUE_URLS.media,
    AttributeNames: ["ApproximateNumberOfMessagesDelayed" as const],
  };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(attributes));
  expect(Attributes?.ApproximateNumberOfMessagesDelayed).toBe("1");
});

test("several people are looked for in one pass, each with a report of their own", async () => {
  const [gone, there] = await scanForAll([traces, await collectTraces(ben.accountId)]);
  expect(gone?.leftovers).toEqual([]);
  expect(there?.leftovers).toContainEqual({ place: "account.id", count: 1 });
});
