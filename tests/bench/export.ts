/**
 * An export against a plain copy of the same objects into a multipart upload, both in processes of their own against the
 * same storage in a third one. BENCH_EXPORT_MIB (256) and BENCH_EXPORT_FILES (two a MiB) choose the size.
 */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { crc32 } from "node:zlib";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { KEYS } from "../host/keys.ts";
import { bundle } from "../support/bundle.ts";
import { EXPORT_MAX_PEAK_BYTES, EXPORT_MIN_THROUGHPUT_RATIO } from "./budgets.ts";
import { write } from "./bundle.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import type { Stage } from "./stage.ts";

const MIB = 1024 ** 2;
const SIZE_MIB = Number(process.env.BENCH_EXPORT_MIB ?? 256);
const FILES = Number(process.env.BENCH_EXPORT_FILES ?? SIZE_MIB * 2);
/** Large ones are long enough to be measured once. */
const ROUNDS = SIZE_MIB > 512 ? 1 : 3;
const [SOURCE, TARGET] = ["bench-media", "bench-exports"];

type Run = { seconds: number; peakBytes: number };
type Cloud = { worker: string; environment: Record<string, string>; s3: S3Client; stop(): Promise<void> };

/** The two lines of the export: throughput and memory. */
export async function measureExport(stage: Stage): Promise<Line[]> {
  // As it is deployed: what strips the types on the fly would weigh more than all the rest.
  const bundled = await bundle("tests/bench/export-worker.ts");
  const worker = write(bundled, join(stage.dir, "export-worker"));
  const cloud = { worker, ...(await startCloud(join(stage.dir, "cloud"))) };
  try {
    await fillLibrary(cloud.s3, stage.accountId);
    const runs: { ours: Run[]; peer: Run[] } = { ours: [], peer: [] };
    const times = await inTurns(
      ROUNDS,
      async () => {
        const run = await inProcess(cloud, "ours", await askFor(stage.accountId));
        await forget(cloud.s3, stage.accountId);
        runs.ours.push(run);
        return run.seconds;
      },
      async () => {
        const run = await inProcess(cloud, "peer", SOURCE, TARGET, "copy");
        await cloud.s3.send(new DeleteObjectCommand({ Bucket: TARGET, Key: "copy" }));
        runs.peer.push(run);
        return run.seconds;
      },
    );
    return linesOf(times, runs);
  } finally {
    await cloud.stop();
  }
}

function linesOf(times: { ours: number[]; peer: number[] }, runs: { ours: Run[]; peer: Run[] }): Line[] {
  const rate = (seconds: number[]) => `${(SIZE_MIB / median(seconds)).toFixed(0)} MiB/s`;
  const peak = (list: Run[]) => Math.max(...list.map(({ peakBytes }) => peakBytes));
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  const ratio = 1 / medianRatio(times);
  return [
    {
      what: `export of ${SIZE_MIB} MiB in ${FILES} files`,
      ours: rate(times.ours),
      peer: rate(times.peer),
      ratio: ratio.toFixed(2),
      budget: `>= ${EXPORT_MIN_THROUGHPUT_RATIO}`,
      kept: ratio >= EXPORT_MIN_THROUGHPUT_RATIO,
    },
    {
      what: "  its peak memory",
      ours: mib(peak(runs.ours)),
      peer: mib(peak(runs.peer)),
      ratio: (peak(runs.ours) / peak(runs.peer)).toFixed(2),
      budget: `<= ${mib(EXPORT_MAX_PEAK_BYTES)}`,
      kept: peak(runs.ours) <= EXPORT_MAX_PEAK_BYTES,
    },
  ];
}

async function firstLine(script: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`${script} ended early`)));
  ended.catch(() => undefined);
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
  return { child, line: String(line) };
}

async function startCloud(dir: string): Promise<Omit<Cloud, "worker">> {
  const { child, line } = await firstLine(
    join(import.meta.dirname, "../host/cloud-process.ts"),
    [dir],
    process.env,
  );
  const { s3: s3Url, sqs: sqsUrl } = JSON.parse(line) as { s3: string; sqs: string };
  const { region, ...credentials } = KEYS;
  const s3 = new S3Client({ endpoint: s3Url, region, credentials, forcePathStyle: true });
  for (const Bucket of [SOURCE, TARGET]) await s3.send(new CreateBucketCommand({ Bucket }));
  const sqs = new SQSClient({ endpoint: sqsUrl, region, credentials });
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "bench" }));
  return {
    s3,
    environment: {
      STORAGE_ENDPOINT: s3Url,
      STORAGE_ACCESS_KEY_ID: credentials.accessKeyId,
      STORAGE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      STORAGE_BUCKET_MEDIA: SOURCE,
      STORAGE_BUCKET_EXPORTS: TARGET,
      QUEUE_ENDPOINT: sqsUrl,
      QUEUE_ACCESS_KEY_ID: credentials.accessKeyId,
      QUEUE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      QUEUE_URL_EXPORT: QueueUrl,
      QUEUE_URL_MAIL: QueueUrl,
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function inProcess(cloud: Cloud, ...args: string[]): Promise<Run> {
  const { child, line } = await firstLine(cloud.worker, args, { ...process.env, ...cloud.environment });
  if (child.exitCode === null) await once(child, "exit");
  return JSON.parse(line) as Run;
}

/** Files of one size in storage, each with its row. */
async function fillLibrary(s3: S3Client, accountId: string): Promise<void> {
  const { db } = await import("../../core/base/database.ts");
  const { media } = await import("../../core/media/media.sql.ts");
  const { newKey } = await import("../../core/base/storage.ts");
  const { eq } = await import("drizzle-orm");
  const mine = accountId as typeof media.$inferInsert.accountId;
  await db().delete(media).where(eq(media.accountId, mine));
  const size = Math.round((SIZE_MIB * MIB) / FILES);
  for (let n = 0; n < FILES; n++) {
    const content = randomBytes(size);
    const objectKey = newKey();
    await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key: objectKey, Body: content }));
    await db()
      .insert(media)
      .values({
        accountId: mine,
        state: "ready",
        fileName: `picture ${n}.jpg`,
        contentType: "image/jpeg",
        bytes: size,
        objectKey,
        crc32: crc32(content),
        sha256: createHash("sha256").update(content).digest("hex"),
      });
  }
}

async function askFor(accountId: string): Promise<string> {
  const { db, one } = await import("../../core/base/database.ts");
  const { dataExport } = await import("../../core/privacy/export/export.sql.ts");
  const values = { accountId: accountId as typeof dataExport.$inferInsert.accountId, locale: "en" } as const;
  const rows = db()
    .insert(dataExport)
    .values({ ...values, state: "requested" });
  return one(await rows.returning({ id: dataExport.id })).id;
}

/** Checks that the export is ready, and makes room for the next one. */
async function forget(s3: S3Client, accountId: string): Promise<void> {
  const { db, one } = await import("../../core/base/database.ts");
  const { dataExport, exportPart } = await import("../../core/privacy/export/export.sql.ts");
  const { eq } = await import("drizzle-orm");
  const mine = eq(dataExport.accountId, accountId as typeof dataExport.$inferInsert.accountId);
  const row = one(await db().select().from(dataExport).where(mine));
  if (row.state !== "ready") throw new Error(`the export is ${row.state}`);
  const parts = await db().delete(exportPart).where(eq(exportPart.exportId, row.id)).returning();
  for (const { objectKey } of parts)
    await s3.send(new DeleteObjectCommand({ Bucket: TARGET, Key: objectKey ?? "" }));
  await db().delete(dataExport).where(mine);
}
