/** Runs that are killed, and a storage that keeps some objects or is away: nothing is lost, and nothing else waits. */
import { storage } from "./refusing-storage.ts";

// Only now the service, which reads its environment as it is loaded.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, setClock } from "../../core/base/clock.ts";
import { db, one } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { listObjects, newKey, putObject } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { expireExports } from "../../core/privacy/export/drop.ts";
import { dataExport, exportPart } from "../../core/privacy/export/export.sql.ts";
import { purge } from "../../core/privacy/purge/purge.ts";
import { dice } from "../crash/jobs.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

const START = new Date("2025-01-01T00:00:00.000Z");
const DUE = new Date("2026-06-01T00:00:00.000Z");
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const random = dice(seed);

beforeEach(() => setClock(() => START));
afterEach(async () => {
  setClock();
  storage.kept.clear();
  Object.assign(storage, { away: false, refusals: 0 });
  await owner`truncate media, generation, generation_input, purge_run`;
});

/** Files of one person with their objects, a minute apart. Returns their keys. */
async function addFiles(count: number, accountId: Id<"account">, from = START): Promise<string[]> {
  const keys = Array.from({ length: count }, newKey);
  for (let start = 0; start < count; start += 20)
    await Promise.all(
      keys.slice(start, start + 20).map((key) => putObject("media", key, Buffer.from(key), "image/png")),
    );
  const file = { accountId, state: "ready", fileName: "a.png", contentType: "image/png", bytes: 42 } as const;
  const created = (index: number) => new Date(from.getTime() + index);
  await db()
    .insert(media)
    .values(keys.map((objectKey, index) => ({ ...file, objectKey, createdAt: created(index) })));
  return keys;
}
const stored = async (): Promise<string[]> => {
  const all: string[] = [];
  for (let after: string | undefined; ; after = all.at(-1)) {
    const page = await listObjects("media", after);
    if (page.length === 0) return all;
    all.push(...page.map(({ key }) => key));
  }
};
const rows = async () =>
  (await owner`select object_key from media order by created_at`).map((row) => row.object_key);
const ofMedia = (evidence: Awaited<ReturnType<typeof purge>>) =>
  evidence.find(({ table }) => table === "media");

test("objects that the storage keeps keep their rows and nothing else; the next run takes them", async () => {
  const { accountId } = await person();
  const keys = await addFiles(523, accountId);
  for (const index of [0, 260, 522]) storage.kept.add(keys[index] ?? "");
  setClock(() => DUE);
  expect(ofMedia(await purge(["content"]))).toMatchObject({
    found: 523,
    deleted: 520,
    failed: 3,
    oldestLeft: START,
  });
  expect(await rows()).toEqual([...storage.kept]);
  expect((await stored()).sort()).toEqual([...storage.kept].sort());
  storage.kept.clear();
  expect(ofMedia(await purge(["content"]))).toMatchObject({
    found: 3,
    deleted: 3,
    failed: 0,
    oldestLeft: undefined,
  });
  expect([await rows(), await stored()]).toEqual([[], []]);
  const lines = await owner`select found, deleted, failed from purge_run where table_name = 'media'`;
  expect(lines.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(523);
});

test("a storage that is away is not asked for each of many objects, no row goes, and other tables do", async () => {
  const { accountId, email } = await person();
  const keys = await addFiles(200, accountId);
  await owner`insert into mail (id, account_id, template, address, locale, created_at)
    values (gen_random_uuid(), ${accountId}, 'password_changed', ${email}, 'en', ${START})`;
  storage.away = true;
  setClock(() => DUE);
  const evidence = await purge(["content", "work"]);
  expect(ofMedia(evidence)).toMatchObject({ deleted: 0, oldestLeft: START });
  expect(ofMedia(evidence)?.failed).toBeGreaterThan(0);
  expect(storage.refusals).toBeLessThan(100);
  expect(await rows()).toEqual(keys);
  expect(evidence.find(({ table }) => table === "mail")).toMatchObject({ deleted: 1 });
  storage.away = false;
  expect(ofMedia(await purge(["content"]))).toMatchObject({ deleted: 200, failed: 0 });
  expect(await stored()).toEqual([]);
});

test("a row that cannot go keeps no other", async () => {
  const { accountId, email } = await person();
  await owner`insert into mail (id, account_id, template, address, locale, created_at)
    select gen_random_uuid(), ${accountId}, 'password_changed', case n when 7 then 'stuck@example.org' else ${email} end, 'en',
      ${START}::timestamptz + n * interval '1 second' from generate_series(1, 30) n`;
  await owner.unsafe(`
    create function refuse_stuck() returns trigger language plpgsql as $$ begin
      if old.address = 'stuck@example.org' then raise exception 'no'; end if; return old; end $$;
    create trigger refuse_stuck before delete on mail for each row execute function refuse_stuck();`);
  setClock(() => DUE);
  const [first] = (await purge(["work"])).filter(({ table }) => table === "mail");
  expect(first).toMatchObject({ found: 30, deleted: 29, failed: 1 });
  await owner`drop trigger refuse_stuck on mail`;
  const [second] = (await purge(["work"])).filter(({ table }) => table === "mail");
  expect(second).toMatchObject({ found: 1, deleted: 1, failed: 0 });
});

function startWorker(): ChildProcess {
  return fork(join(import.meta.dirname, "purge-worker.ts"), {
    env: { ...process.env, WORKER_TIME: DUE.toISOString() },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
}

test("workers are killed: the next goes on, what is younger stays, and the evidence of all of them adds up", async () => {
  const { accountId } = await person();
  const [old, young] = [
    await addFiles(1200, accountId),
    await addFiles(40, accountId, new Date(DUE.getTime() - DAY)),
  ];
  let kills = 0;
  const after: number[] = [];
  for (let round = 0; round < 25 && (await rows()).length > young.length; round++) {
    const worker = startWorker();
    const ended = once(worker, "exit");
    const before = (await rows()).length;
    await once(worker, "message");
    const goal = before - 1 - random() * 300;
    while (worker.exitCode === null && worker.signalCode === null && (await rows()).length > goal)
      await pause(5);
    await pause(random() * 60);
    if (worker.exitCode === null) kills += 1;
    worker.kill("SIGKILL");
    await ended;
    after.push((await rows()).length);
  }
  console.info(`purge: seed ${seed}, ${kills} kills, rows after each: ${after}`);
  expect(kills).toBeGreaterThanOrEqual(2);
  setClock(() => DUE);
  await purge(["content"]);
  expect(await rows()).toEqual(young);
  expect((await stored()).sort()).toEqual([...young].sort());
  const lines = await owner`select deleted from purge_run where table_name = 'media' and rule = 'content'`;
  expect(lines.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(old.length);
}, 120_000);

test("an export that cannot go keeps no other, and the evidence tells of both", async () => {
  const [ana, bob] = [await person(), await person()];
  const keys: string[] = [];
  for (const { accountId } of [ana, bob]) {
    const times = { readyAt: START, expiresAt: new Date(START.getTime() + 7 * DAY) };
    const rows = db()
      .insert(dataExport)
      .values({ accountId, locale: "fr", state: "ready", ...times });
    const { id } = one(await rows.returning({ id: dataExport.id }));
    const objectKey = newKey();
    await putObject("exports", objectKey, Buffer.from("zip"), "application/zip");
    await db().insert(exportPart).values({ exportId: id, number: 1, state: "done", bytes: 3, objectKey });
    keys.push(objectKey);
  }
  storage.kept.add(keys[0] ?? "");
  setClock(() => new Date(START.getTime() + 7 * DAY - 1));
  expect(await expireExports()).toMatchObject({ rule: "exports", found: 0, oldestLeft: START });
  setClock(() => DUE);
  expect(await expireExports()).toMatchObject({ found: 2, deleted: 1, failed: 1, oldestLeft: undefined });
  expect((await listObjects("exports")).map(({ key }) => key)).toEqual([keys[0]]);
  storage.kept.clear();
  expect(await expireExports()).toMatchObject({ found: 1, deleted: 1, failed: 0 });
  expect(await listObjects("exports")).toEqual([]);
});
