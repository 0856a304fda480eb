/** Once for all test files: a real Postgres with a migrated template database, real S3 and SQS protocols, temporary folders. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { localSigner } from "../../functions/host/certificate.ts";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import { startSqs } from "../../functions/host/cloud/sqs-server.ts";
import { startPostgres } from "../../functions/host/postgres.ts";
import { migrate, setPassword } from "../../functions/migrate.ts";
import { startMailbox } from "../../functions/sandbox/mailbox/mailbox.ts";
import { serveMinimax } from "../../functions/sandbox/minimax/serve.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of the owner, database `postgres`. */
    postgresUrl: string;
    s3Url: string;
    sqsUrl: string;
    smtpUrl: string;
    /** The folder in which the mailbox keeps what it was sent. */
    mailboxDir: string;
    /** The folders of the S3 and SQS servers, for tests that look at what lies on the disk. */
    cloudDir: string;
    /** The sandbox of the model provider. */
    minimaxUrl: string;
    minimaxKey: string;
    signer: { SIGNER_CERTIFICATES: string; SIGNER_PRIVATE_KEY: string };
  }
}

/** Of both roles. */
const DATABASE_PASSWORD = "of-the-tests";
export const CLOUD_KEYS = { accessKeyId: "test", secretAccessKey: "test-secret", region: "fr-par" };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-tests-"));
  chmodSync(dir, 0o711); // the user that Postgres runs as must be able to enter
  const database = await startPostgres({
    dir: join(dir, "postgres"),
    password: DATABASE_PASSWORD,
    fsync: false,
    // Thousands of connections are opened: what makes a stolen password hard to guess makes each of them slow.
    settings: { max_connections: "300", scram_iterations: "1" },
  });
  const s3 = await startS3({ dir: join(dir, "s3"), ...CLOUD_KEYS });
  const sqs = await startSqs({ dir: join(dir, "sqs"), ...CLOUD_KEYS });
  const minimaxKey = "sandbox-key";
  const minimax = await serveMinimax({
    dir: join(dir, "minimax"),
    apiKey: minimaxKey,
    speed: 0,
    slowSeconds: 1,
  });
  const { certificates, privateKey } = await localSigner(join(dir, "signer"));
  const mailbox = await startMailbox({ dir: join(dir, "mail") });
  const owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  await owner`create database template_service`;
  await migrate(database.url.replace(/\/postgres$/, "/template_service"));
  await setPassword(database.url, "app", DATABASE_PASSWORD);
  await owner.end();
  project.provide("postgresUrl", database.url);
  project.provide("s3Url", s3.url);
  project.provide("sqsUrl", sqs.url);
  project.provide("smtpUrl", mailbox.smtpUrl);
  project.provide("mailboxDir", join(dir, "mail"));
  project.provide("cloudDir", dir);
  project.provide("minimaxUrl", minimax.url);
  project.provide("minimaxKey", minimaxKey);
  project.provide("signer", { SIGNER_CERTIFICATES: certificates, SIGNER_PRIVATE_KEY: privateKey });
  return async () => {
    await Promise.all([s3.stop(), sqs.stop(), mailbox.stop(), minimax.stop()]);
    await database.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
