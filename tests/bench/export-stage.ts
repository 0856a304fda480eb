/** The stage of the export benches: storage in a process of its own, a library in it, and workers that are measured. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { crc32 } from "node:zlib";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Id } from "../../core/base/id.ts";
import { KEYS } from "../host/keys.ts";

export const MIB = 1024 ** 2;
export const [SOURCE, TARGET] = ["bench-media", "bench-exports"] as const;
const ROOT = join(import.meta.dirname, "../..");

/** `seconds` of the work alone; `peakBytes` of the whole process. */
export type Run = { seconds: number; peakBytes: number };
export type Cloud = {
  s3: S3Client;
  environment: Record<string, string>;
  stop(): Promise<void>;
};

/** The options of Node that the service is started with (package.json): what is measured is what is run. */
const startOptions = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return scripts.start.match(/--[\w-]+=\S+/g) ?? [];
};

/** Starts the local S3 and SQS with empty buckets. `environment` points a worker at them. */
export async function startCloud(dir: string): Promise<Cloud> {
  const script = join(ROOT, "tests/host/cloud-process.ts");
  const child = spawn(process.execPath, [script, dir], { stdio: ["ignore", "pipe", "inherit"] });
  const { s3: s3Url, sqs: sqsUrl } = JSON.parse(await firstLine(child)) as { s3: string; sqs: string };
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

/** Starts a worker script (tests/bench/export-worker.ts, bundled) with these arguments. */
export function startWorker(cloud: Cloud, script: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [...startOptions(), script, ...args], {
    env: { ...process.env, ...cloud.environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** What a worker took, once it has ended. Throws when it ends without saying so. */
export async function resultOf(worker: ChildProcess): Promise<Run> {
  const line = await firstLine(worker);
  if (worker.exitCode === null) await once(worker, "exit");
  return JSON.parse(line) as Run;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("a child without an output");
  const ended = once(child, "exit").then(() => Promise.reject(new Error("a worker ended early")));
  ended.catch(() => undefined);
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
  return String(line);
}

/** Files of one size in storage, each with its row; they are all that the account has. */
export async function fillLibrary(
  s3: S3Client,
  accountId: Id<"account">,
  size: { bytes: number; files: number },
): Promise<void> {
  const { db } = await import("../../core/base/database.ts");
  const { media } = await import("../../core/media/media.sql.ts");
  const { newKey } = await import("../../core/base/storage.ts");
  const { eq } = await import("drizzle-orm");
  await db().delete(media).where(eq(media.accountId, accountId));
  const bytes = Math.round(size.bytes / size.files);
  for (let n = 0; n < size.files; n++) {
    const content = randomBytes(bytes);
    const objectKey = newKey();
    await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key: objectKey, Body: content }));
    await db()
      .insert(media)
      .values({
        accountId,
        state: "ready",
        fileName: `picture ${n}.jpg`,
        contentType: "image/jpeg",
        bytes,
        objectKey,
        crc32: crc32(content),
        sha256: createHash("sha256").update(content).digest("hex"),
      });
  }
}

/** Asks for an export. */
export async function askFor(accountId: Id<"account">): Promise<Id<"data_export">> {
  const { db, one } = await import("../../core/base/database.ts");
  const { dataExport } = await import("../../core/privacy/export/export.sql.ts");
  const rows = db().insert(dataExport).values({ accountId, locale: "en", state: "requested" });
  return one(await rows.returning({ id: dataExport.id })).id;
}

/** Bytes of an export that are stored. */
export async function bytesDone(exportId: Id<"data_export">): Promise<number> {
  const { db } = await import("../../core/base/database.ts");
  const { exportPart } = await import("../../core/privacy/export/export.sql.ts");
  const { eq } = await import("drizzle-orm");
  const parts = await db().select().from(exportPart).where(eq(exportPart.exportId, exportId));
  return parts.reduce((sum, part) => sum + part.bytesDone, 0);
}

/** Checks that the export is ready, and makes room for the next one. */
export async function forget(s3: S3Client, exportId: Id<"data_export">): Promise<void> {
  const { db, one } = await import("../../core/base/database.ts");
  const { dataExport, exportPart } = await import("../../core/privacy/export/export.sql.ts");
  const { eq } = await import("drizzle-orm");
  const row = one(await db().select().from(dataExport).where(eq(dataExport.id, exportId)));
  if (row.state !== "ready") throw new Error(`the export is ${row.state}`);
  const parts = await db().delete(exportPart).where(eq(exportPart.exportId, exportId)).returning();
  for (const { objectKey } of parts)
    await s3.send(new DeleteObjectCommand({ Bucket: TARGET, Key: objectKey ?? "" }));
  await db().delete(dataExport).where(eq(dataExport.id, exportId));
}
