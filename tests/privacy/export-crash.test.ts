/**
 * Workers that die or cannot reach the storage. An archive of several parts is built once in peace; then, from the same
 * plan, by workers that are killed with SIGKILL whenever some more pieces are stored. Moments come from a seed, printed.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { asc, eq } from "drizzle-orm";
import { beforeAll, expect, inject, test } from "vitest";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { listObjects, newKey, putObject, readBytes } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { dataExport, exportChunk, exportItem, exportPart } from "../../core/privacy/export/export.sql.ts";
import { nextStep, runExport } from "../../core/privacy/export/run.ts";
import { dice } from "../crash/jobs.ts";
import { person } from "../support/person.ts";
import { requested, sha256 } from "./archive.ts";
import { unpacked } from "./archive-form.ts";

const MIB = 1024 ** 2;
const SIZES = { partBytes: 24 * MIB, pieceBytes: 5 * MIB };
const FILES = 16;
const FILE_BYTES = 4 * MIB;

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const random = dice(seed);
let id: Id<"data_export">;
let restore: () => Promise<void>;
let inPeace: string[];

const noise = (n: number) => Buffer.alloc(FILE_BYTES, sha256(Buffer.from(`file ${n}`)));
const parts = () =>
  db().select().from(exportPart).where(eq(exportPart.exportId, id)).orderBy(asc(exportPart.number));
async function archives(): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (const { objectKey } of await parts())
    all.push((await readBytes("exports", objectKey ?? "")) ?? new Uint8Array());
  return all;
}
const digests = async () => (await archives()).map(sha256);

async function buildInPeace(sizes = SIZES): Promise<void> {
  for (let part = await nextStep(id); part !== undefined; part = await nextStep(id))
    await runExport({ exportId: id, part }, sizes);
}

/** Remembers a plan; the answer puts it back, as if nothing had been built of it. */
async function rememberPlan(): Promise<() => Promise<void>> {
  const [row] = await db().select().from(dataExport).where(eq(dataExport.id, id));
  const items = await db().select().from(exportItem).where(eq(exportItem.exportId, id));
  const chunks = await db().select().from(exportChunk).where(eq(exportChunk.exportId, id));
  const planned = await parts();
  return async () => {
    await db().delete(exportItem).where(eq(exportItem.exportId, id));
    await db().delete(exportChunk).where(eq(exportChunk.exportId, id));
    await db().delete(exportPart).where(eq(exportPart.exportId, id));
    await db()
      .update(dataExport)
      .set(row ?? {})
      .where(eq(dataExport.id, id));
    await db().insert(exportPart).values(planned);
    await db().insert(exportItem).values(items);
    await db().insert(exportChunk).values(chunks);
  };
}

beforeAll(async () => {
  const ana = await person();
  for (let n = 0; n < FILES; n++) {
    const [objectKey, content] = [newKey(), noise(n)];
    await putObject("media", objectKey, content, "video/mp4");
    await db()
      .insert(media)
      .values({
        accountId: ana.accountId,
        state: "ready",
        fileName: `clip ${n}.mp4`,
        contentType: "video/mp4",
        bytes: content.length,
        objectKey,
        crc32: crc32(content),
        sha256: sha256(content),
      });
  }
  id = (await requested(ana)).id;
  await runExport({ exportId: id, part: 0 }, SIZES);
  restore = await rememberPlan();
  await buildInPeace();
  inPeace = await digests();
}, 120_000);

function startWorker(number: number, environment: Record<string, string> = {}): ChildProcess {
  return fork(join(import.meta.dirname, "export-worker.ts"), {
    env: {
      ...process.env,
      EXPORT_ID: id,
      EXPORT_SIZES: JSON.stringify(SIZES),
      WORKER_NUMBER: String(number),
      ...environment,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
}

test("the parts keep to their limit, each opens by itself, and together they hold every file", async () => {
  const all = await archives();
  expect(all.length).toBeGreaterThanOrEqual(3);
  for (const part of all) expect(part.length).toBeLessThanOrEqual(SIZES.partBytes);
  const files = unpacked(all);
  for (let n = 0; n < FILES; n++)
    expect(sha256(files.get(`files/uploads/clip ${n}.mp4`) ?? new Uint8Array())).toBe(sha256(noise(n)));
  const manifest = JSON.parse(Buffer.from(files.get("manifest.json") ?? []).toString());
  expect(manifest.parts).toHaveLength(all.length);
  for (const [index, part] of all.entries())
    for (const path of unpacked([part]).keys())
      if (path !== "manifest.json")
        expect([path, manifest.files.find((file: { path: string }) => file.path === path)?.part]).toEqual([
          path,
          index + 1,
        ]);
});

test("the same plan gives the same bytes, cut into other pieces too", async () => {
  await restore();
  await buildInPeace({ ...SIZES, pieceBytes: 7 * MIB });
  expect(await digests()).toEqual(inPeace);
});

test("workers are killed: what is stored is not made again, and the bytes are the same", async () => {
  await restore();
  const done = new Map<number, string | null>();
  const begun = new Map<number, string | null>();
  const keptBytes: number[] = [];
  let kills = 0;
  const bytesDone = async () => (await parts()).reduce((sum, part) => sum + part.bytesDone, 0);
  for (let number = 1; number < 40 && (await nextStep(id)) !== undefined; number++) {
    const worker = startWorker(number);
    const ended = once(worker, "exit");
    const target = (await bytesDone()) + 1 + random() * 14 * MIB;
    while (worker.exitCode === null && (await bytesDone()) < target) await pause(2);
    await pause(random() * 30);
    if (worker.exitCode === null) kills += 1;
    worker.kill("SIGKILL");
    await ended;
    for (const part of await parts()) {
      if (done.has(part.number)) expect(part.objectKey).toBe(done.get(part.number));
      if (part.uploadId && begun.has(part.number)) expect(part.uploadId).toBe(begun.get(part.number));
      if (part.state === "done") done.set(part.number, part.objectKey);
      if (part.uploadId) begun.set(part.number, part.uploadId);
    }
    keptBytes.push(await bytesDone());
  }
  console.info(
    `export: seed ${seed}, ${kills} kills, MiB after each: ${keptBytes.map((b) => (b / MIB).toFixed(0))}`,
  );
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(keptBytes).toEqual([...keptBytes].sort((a, b) => a - b));
  expect(await digests()).toEqual(inPeace);
  const objects = (await listObjects("exports")).map(({ key }) => key);
  for (const { objectKey } of await parts()) expect(objects).toContain(objectKey);
}, 180_000);

test("a storage that cannot be reached costs time: the step comes again, and the export is whole", async () => {
  await restore();
  const worker = startWorker(50, { STORAGE_ENDPOINT: "http://127.0.0.1:9", WORKER_STEPS: "2" });
  const [code] = await once(worker, "exit");
  expect(code).toBe(0);
  const [row] = await db().select().from(dataExport).where(eq(dataExport.id, id));
  expect(row).toMatchObject({ state: "building", attempts: 2 });
  await buildInPeace();
  expect(await digests()).toEqual(inPeace);
  const [after] = await db().select().from(dataExport).where(eq(dataExport.id, id));
  expect(after?.state).toBe("ready");
}, 120_000);

test("a storage that takes every piece and never puts them together is no progress: the failures are counted", async () => {
  await restore();
  const storage = await halfStorage();
  try {
    const worker = startWorker(60, { STORAGE_ENDPOINT: storage.url, WORKER_STEPS: "3" });
    const [code] = await once(worker, "exit");
    expect(code).toBe(0);
    expect((await parts()).some(({ bytesDone }) => bytesDone > 0)).toBe(true);
    const [row] = await db().select().from(dataExport).where(eq(dataExport.id, id));
    expect(row).toMatchObject({ state: "building", attempts: 3 });
  } finally {
    await storage.stop();
  }
  await buildInPeace();
  expect(await digests()).toEqual(inPeace);
}, 120_000);

/** The storage of the tests, but for one thing: it refuses to make an object of its pieces. */
async function halfStorage(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port } = new URL(inject("s3Url"));
  const server = createServer((incoming, answer) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    if (method === "POST" && path.includes("uploadId=")) {
      incoming.resume();
      answer.writeHead(403).end();
      return;
    }
    const onward = request({ hostname, port, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
