/** The local S3 and SQS in this process, on free ports and temporary folders, and the SDK pointed at them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateBucketCommand, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { onTestFinished } from "vitest";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import type { CloudOptions } from "../../functions/host/cloud/service.ts";
import { startSqs } from "../../functions/host/cloud/sqs-server.ts";
import { KEYS } from "./keys.ts";

export const BUCKET = "media";

const credentials = { accessKeyId: KEYS.accessKeyId, secretAccessKey: KEYS.secretAccessKey };

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pix2clip-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function s3Client(endpoint: string, options: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint,
    region: KEYS.region,
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
    ...options,
  });
}

export function sqsClient(endpoint: string, keys = credentials): SQSClient {
  return new SQSClient({ endpoint, region: KEYS.region, credentials: keys, maxAttempts: 1 });
}

/** A started S3 with one bucket; what goes wrong inside it fails the test. */
export async function openS3(options: Partial<CloudOptions> & { limitBytes?: number } = {}) {
  const dir = options.dir ?? temporaryFolder();
  const service = await startS3({ ...KEYS, dir, log: fail, ...options });
  onTestFinished(service.stop);
  const s3 = s3Client(service.url);
  await s3Client(service.url, { maxAttempts: 2 }).send(new CreateBucketCommand({ Bucket: BUCKET }));
  return { ...service, dir, s3 };
}

export async function openSqs(options: Partial<CloudOptions> = {}) {
  const dir = options.dir ?? temporaryFolder();
  const service = await startSqs({ ...KEYS, dir, log: fail, ...options });
  onTestFinished(service.stop);
  return { ...service, dir, sqs: sqsClient(service.url) };
}

/** Runs a script of this folder in a process of its own; resolves with the first line that it prints. */
export async function spawnScript(script: string, ...args: string[]) {
  const path = new URL(script, import.meta.url).pathname;
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(() => Promise.reject(new Error(`${script} ended before it was ready`))),
  ]);
  return { child, line: String(line) };
}

/** SIGKILL, and the end of the process. */
export async function murder(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** A link as storage.ts makes it: the length and the type are part of what is signed. */
export function presignPut(url: string, Key: string, contentType: string, bytes: number) {
  const command = new PutObjectCommand({
    Bucket: BUCKET,
    Key,
    ContentType: contentType,
    ContentLength: bytes,
  });
  const signableHeaders = new Set(["host", "content-type", "content-length"]);
  return getSignedUrl(s3Client(url, { requestChecksumCalculation: "WHEN_REQUIRED" }), command, {
    expiresIn: 60,
    signableHeaders,
  });
}

/** The names of the files that hold object bodies under an S3 folder. */
export function bodyFiles(dir: string): string[] {
  const entries = readdirSync(join(dir, "bodies"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Reproducible bytes that do not repeat. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

function fail(line: string): void {
  throw new Error(line);
}
