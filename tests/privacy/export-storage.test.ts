/** Exports while the storage is full, or does not answer at all: they wait, say so, and go on where they were. */
import { storage } from "./storage-of-this-file.ts";

// Only now the service, which reads its environment as it is loaded.

import { crc32 } from "node:zlib";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE, now, SECOND, setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { listObjects, newKey, putObject } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { exportPart } from "../../core/privacy/export/export.sql.ts";
import { nextStep, runExport } from "../../core/privacy/export/run.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/person.ts";
import { fetched, requested, sha256, viewed } from "./archive.ts";

afterAll(() => storage.close());
afterEach(() => setClock());

const MIB = 1024 ** 2;
const SIZES = { partBytes: 9 * MIB, pieceBytes: 5 * MIB };
const FILE_BYTES = 4 * MIB;
/** Two of them fill a part. */
const FILES = 6;

let ana: Awaited<ReturnType<typeof person>>;
let id: Id<"data_export">;
const files: string[] = [];

beforeEach(async () => {
  await storage.restart();
  ana = await person();
  files.length = 0;
  for (let n = 0; n < FILES; n++) {
    const content = Buffer.alloc(FILE_BYTES, `${ana.accountId} ${n} `);
    const [objectKey, digest] = [newKey(), sha256(content)];
    await putObject("media", objectKey, content, "video/mp4");
    const known = { bytes: content.length, objectKey, crc32: crc32(content), sha256: digest };
    const named = { fileName: `clip ${n}.mp4`, contentType: "video/mp4" };
    await db()
      .insert(media)
      .values({ accountId: ana.accountId, state: "ready", ...named, ...known });
    files.push(digest);
  }
  id = (await requested(ana)).id;
  await step();
});

/** The step that is due. */
async function step(): Promise<void> {
  const part = await nextStep(id);
  if (part === undefined) throw new Error("no step is left");
  await runExport({ exportId: id, part }, SIZES);
}
async function finish(): Promise<void> {
  while ((await nextStep(id)) !== undefined) await step();
}
const doneParts = () =>
  db()
    .select({ number: exportPart.number, objectKey: exportPart.objectKey, bytes: exportPart.bytes })
    .from(exportPart)
    .where(and(eq(exportPart.exportId, id), eq(exportPart.state, "done")))
    .orderBy(asc(exportPart.number));

/** When each finished part was stored: one that is built again has a later instant. */
async function storedAt(parts: Awaited<ReturnType<typeof doneParts>>): Promise<string[]> {
  const objects = await listObjects("exports");
  return parts.map(({ objectKey }) => {
    const object = objects.find(({ key }) => key === objectKey);
    return `${objectKey} ${object?.bytes} ${object?.modifiedAt.toISOString()}`;
  });
}

async function expectWhole(): Promise<void> {
  const archive = await fetched(ana, id);
  const found = [...archive.files].filter(([path]) => path.startsWith("files/"));
  expect(found.map(([, content]) => sha256(content)).sort()).toEqual([...files].sort());
  expect(archive.view).toMatchObject({ state: "ready", waitingForStorage: false });
  const subjects = (await mailsTo(ana.email)).map(({ subject }) => subject);
  expect(subjects).toEqual(["Your data is ready"]);
}

test("a disk that is full: the part that does not fit waits, finished ones stay, and with room it goes on", async () => {
  await storage.restart({ limitBytes: FILES * FILE_BYTES + 15 * MIB });
  const first = await step().then(doneParts);
  expect(first).toHaveLength(1);
  const before = await storedAt(first);
  for (let tries = 1; tries <= 3; tries++) {
    await step();
    expect(await viewed(ana, id)).toMatchObject({
      state: "building",
      waitingForStorage: true,
      partsDone: 1,
      partsTotal: 3,
    });
  }
  expect(await doneParts()).toEqual(first);
  await storage.restart();
  const stored = (await viewed(ana, id)).bytesDone;
  expect(stored).toBeGreaterThan(first[0]?.bytes ?? 0); // a piece of the next part had its place
  await finish();
  expect(await storedAt(first)).toEqual(before);
  await expectWhole();
}, 90_000);

test("a storage that fails for a whole minute: every step in it waits, none is lost, and nothing is built twice", async () => {
  let at = now().getTime();
  setClock(() => new Date(at));
  await step();
  const first = await doneParts();
  const before = await storedAt(first);
  await storage.stop();
  const end = at + MINUTE;
  for (; at <= end; at += 5 * SECOND) {
    await step();
    const view = await viewed(ana, id);
    expect(view).toMatchObject({ state: "building", waitingForStorage: true, partsDone: 1 });
  }
  expect(await doneParts()).toEqual(first);
  await storage.restart();
  await finish();
  expect(await storedAt(first)).toEqual(before);
  await expectWhole();
}, 90_000);
