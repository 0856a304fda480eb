/** The sweeps: what interrupted work has left in the storage and at the provider, and files that the storage has lost. */
import { afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { DAY, HOUR, now, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { db } from "../../core/base/database.ts";
import { newId } from "../../core/base/id.ts";
import { setLogOutput } from "../../core/base/log.ts";
import {
  type Bucket,
  beginUpload,
  deleteObjects,
  listObjects,
  newKey,
  putObject,
} from "../../core/base/storage.ts";
import { heldKeys, listUploads, presentKeys } from "../../core/base/storage-look.ts";
import { sweepForgottenItems } from "../../core/generation/leftovers.ts";
import type { MediaView } from "../../core/media/media.schema.ts";
import { allTables } from "../../core/privacy/inventory.ts";
import { writeJournalNow } from "../../core/privacy/journal/journal.ts";
import { mapOf } from "../../core/privacy/map.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { columnOf } from "../../core/privacy/subject.ts";
import { noteLostObjects } from "../../core/privacy/sweep/lost.ts";
import { namingColumns, sweepOrphanObjects } from "../../core/privacy/sweep/orphans.ts";
import { sweepProvider } from "../../core/provider/sweep-provider.ts";
import { run } from "../../functions/clock/sweep-orphans.ts";
import { handler as remoteDelete } from "../../functions/queue/remote-delete.ts";
import { drain } from "../support/drain.ts";
import { ask, bringUntil, h3, hailuo, picture } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { answerWith, sent } from "../support/provider.ts";
import { fullPerson } from "./full-person.ts";

const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
const lines: string[] = [];
beforeAll(async () => {
  Object.assign(config, { LOG_LEVEL: "debug" });
  setLogOutput((line) => lines.push(line));
  await fullPerson("ana");
});
beforeEach(() => {
  setClock();
  answerWith();
  lines.length = 0;
});
afterEach(() => setClock());

async function put(bucket: Bucket): Promise<string> {
  const key = newKey();
  await putObject(bucket, key, Buffer.from("left behind"), "text/plain");
  return key;
}

test("objects that no row names go from every bucket that rows name objects in, once work in hand can no longer want them", async () => {
  const orphans = new Map<Bucket, string>();
  for (const bucket of namingColumns().keys()) orphans.set(bucket, await put(bucket));
  expect([...orphans.keys()].sort()).toEqual(["exports", "media"]);
  later(2 * HOUR - 60_000);
  await sweepOrphanObjects();
  for (const [bucket, key] of orphans) expect(await heldKeys(bucket, [key])).toEqual([key]);
  later(2 * 60_000);
  expect(await sweepOrphanObjects()).toBe(2);
  for (const [bucket, key] of orphans) expect(await heldKeys(bucket, [key])).toEqual([]);
});

test("an object stays that any column of any table names, and the journal stays whatever its rows say", async () => {
  const kept: [Bucket, string][] = [];
  for (const { table } of allTables())
    for (const { bucket, key } of mapOf(table).objects ?? []) {
      const rows = await db()
        .select({ key: columnOf(table, key) })
        .from(table);
      for (const row of rows) if (row.key) kept.push([bucket, String(row.key)]);
    }
  await writeJournalNow({ kind: "erasure", subject: pseudonymOf(newId()) });
  const journal = await listObjects("journal");
  expect(journal).not.toEqual([]);
  later(10 * DAY);
  await sweepOrphanObjects();
  for (const [bucket, key] of kept) expect(await heldKeys(bucket, [key])).toEqual([key]);
  expect(kept.length).toBeGreaterThan(8);
  expect(await listObjects("journal")).toEqual(journal);
});

test("wherever a run begins it goes once around, over more objects than one page holds", async () => {
  const keys: string[] = [];
  while (keys.length < 1100)
    keys.push(...(await Promise.all(Array.from({ length: 50 }, () => put("media")))));
  later(3 * HOUR);
  expect(await sweepOrphanObjects("8f")).toBe(1100);
  expect(await heldKeys("media", keys)).toEqual([]);
  expect(await sweepOrphanObjects("00")).toBe(0);
});

test("uploads in pieces that nobody goes on with are dropped after a day, those of a row are not", async () => {
  const key = newKey();
  await beginUpload("exports", key, "text/plain");
  const [part] = await owner`select object_key from export_part limit 1`;
  await beginUpload("exports", part?.object_key, "text/plain");
  const begun = async () => (await listUploads("exports")).map((upload) => upload.key).sort();
  later(DAY - HOUR);
  await sweepOrphanObjects();
  expect(await begun()).toEqual([key, part?.object_key].sort());
  later(2 * HOUR);
  await sweepOrphanObjects();
  expect(await begun()).toEqual([part?.object_key]);
});

test("a file that the storage has lost stays in its row, is said plainly to its person and to the log, and may come back", async () => {
  const who = await person();
  const [lost, there] = [await picture(who), await picture(who)];
  const [row] = await owner`select object_key from media where id = ${lost}`;
  await deleteObjects("media", [row?.object_key]);
  expect(await noteLostObjects()).toBe(1);
  expect(await noteLostObjects()).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: "error", event: "object.lost", state: "media", count: 1 }),
  );
  const read = async (id: string) => (await (await who.get(`/media/${id}`)).json()) as MediaView;
  expect(await read(lost)).toMatchObject({
    state: "ready",
    fileName: "beach.jpg",
    fileUrl: null,
    thumbnailUrl: null,
    refusal: { code: "file_lost", text: expect.stringContaining("no longer has it") },
  });
  expect((await who.get(`/media/${lost}/file`)).status).toBe(410);
  expect((await who.get(`/media/${there}/file`)).status).toBe(302);
  expect((await read(there)).refusal).toBeNull();
  await putObject("media", row?.object_key, Buffer.from("put back"), "image/jpeg");
  expect(await noteLostObjects()).toBe(0);
  expect((await who.get(`/media/${lost}/file`)).status).toBe(302);
});

test("the search for keys is exact over many pages, whichever of them are there", async () => {
  const keys = await Promise.all(Array.from({ length: 60 }, () => put("media")));
  const others = keys.map(() => newKey());
  expect([...(await presentKeys("media", [...others, ...keys]))].sort()).toEqual([...keys].sort());
  expect(await presentKeys("media", others)).toEqual(new Set());
  await deleteObjects("media", keys);
});

const filesThere = async () =>
  (
    (await (await fetch(`${inject("minimaxUrl")}/sandbox/files`)).json()) as {
      id: string;
      deleted: boolean;
    }[]
  )
    .filter(({ deleted }) => !deleted)
    .map(({ id }) => id);
const rowOf = async (id: string) =>
  (await owner`select * from remote_item where generation_id = ${id} and kind <> 'video_v1_task'`)[0];

const tasksDeleted = () =>
  sent.filter(({ method }) => method === "DELETE").map(({ path }) => path.split("/").at(-1));

test("a file and a task at the provider stay as long as a row stands for them, and go a day after they were made without one", async () => {
  const who = await person({ credits: 10_000 });
  const settings = { model: "MiniMax-Hailuo-02", resolution: "512P", firstFrameMediaId: await picture(who) };
  const [clip, failed] = [
    (await ask(who, hailuo("a hill", settings))).id,
    (await ask(who, h3("sandbox:fail"))).id,
  ];
  await bringUntil(clip);
  await bringUntil(failed);
  const [file, task] = [await rowOf(clip), await rowOf(failed)];
  expect(file?.remote_id).toMatch(/^\d{18}$/);
  sent.length = 0;
  later(DAY + HOUR);
  await sweepProvider();
  expect(await filesThere()).toContain(file?.remote_id);
  expect(tasksDeleted()).not.toContain(task?.remote_id);
  await owner`delete from remote_item where id in ${owner([file?.id, task?.id])}`;
  setClock(() => new Date(Date.now() + DAY - HOUR));
  await sweepProvider();
  expect(await filesThere()).toContain(file?.remote_id);
  later(2 * HOUR);
  await sweepProvider();
  expect(await filesThere()).not.toContain(file?.remote_id);
  expect(tasksDeleted()).toContain(task?.remote_id);
}, 120_000);

test("a provider that does not answer stops the run for itself alone, and nothing is taken for gone", async () => {
  answerWith(() => "drop");
  later(2 * DAY);
  expect(await sweepProvider()).toBe(0);
  expect(lines.filter((line) => line.includes("provider.not_listed"))).toHaveLength(2);
  const orphan = await put("media");
  setClock(() => new Date(Date.now() + 3 * HOUR));
  await run();
  expect(await heldKeys("media", [orphan])).toEqual([]);
});

test("what a job has left at the provider and nobody asked to delete is deleted a day later, that of a running job is not", async () => {
  const who = await person({ credits: 10_000 });
  const [ended, running] = [
    (await ask(who, h3("sandbox:fail"))).id,
    (await ask(who, h3("sandbox:stuck"))).id,
  ];
  await bringUntil(ended);
  await bringUntil(running, "running");
  await owner`update remote_item set deletion_due_at = null where generation_id in ${owner([ended, running])}`;
  await sweepForgottenItems();
  expect((await rowOf(ended))?.deletion_due_at).toBeNull();
  later(DAY + HOUR);
  await sweepForgottenItems();
  expect((await rowOf(ended))?.deletion_due_at).toBeInstanceOf(Date);
  expect((await rowOf(running))?.deletion_due_at).toBeNull();
  await drain({ "remote-delete": remoteDelete });
  expect((await rowOf(ended))?.deleted_at).toBeInstanceOf(Date);
});
