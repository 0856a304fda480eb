/**
 * For each test file: a database cloned from the template, a bucket and queues of its own, and the environment that
 * points the service at them, set before any module of the service is loaded.
 */
import { randomBytes } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { providerUrl } from "./provider.ts";

const name = `t${randomBytes(6).toString("hex")}`;
const postgresUrl = inject("postgresUrl");
const credentials = { accessKeyId: "test", secretAccessKey: "test-secret" };
const region = "fr-par";

const admin = postgres(postgresUrl, { max: 1, onnotice: () => undefined });
await admin.unsafe(`create database ${name} template template_service`);
await admin.end();

const s3 = new S3Client({ endpoint: inject("s3Url"), region, credentials, forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: name }));
await s3.send(new CreateBucketCommand({ Bucket: `${name}-exports` }));
await s3.send(new CreateBucketCommand({ Bucket: `${name}-journal` }));

const sqs = new SQSClient({ endpoint: inject("sqsUrl"), region, credentials });
async function createQueue(queue: string): Promise<string> {
  const created = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-${queue}` }));
  return created.QueueUrl ?? "";
}

Object.assign(process.env, {
  STAGE: "local",
  DEPLOYMENT: "host",
  PUBLIC_URL: "http://localhost:3000",
  SECRET_KEY: randomBytes(32).toString("base64url"),
  LOG_LEVEL: "silent",
  DATABASE_URL: postgresUrl.replace("owner:", "app:").replace(/\/postgres$/, `/${name}`),
  OWNER_DATABASE_URL: postgresUrl.replace(/\/postgres$/, `/${name}`),
  STORAGE_ENDPOINT: inject("s3Url"),
  STORAGE_REGION: region,
  STORAGE_ACCESS_KEY_ID: credentials.accessKeyId,
  STORAGE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  STORAGE_BUCKET_MEDIA: name,
  STORAGE_BUCKET_EXPORTS: `${name}-exports`,
  STORAGE_BUCKET_JOURNAL: `${name}-journal`,
  QUEUE_ENDPOINT: inject("sqsUrl"),
  QUEUE_REGION: region,
  QUEUE_ACCESS_KEY_ID: credentials.accessKeyId,
  QUEUE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  QUEUE_URL_GENERATE: await createQueue("generate"),
  QUEUE_URL_MEDIA: await createQueue("media"),
  QUEUE_URL_MAIL: await createQueue("mail"),
  QUEUE_URL_REMOTE_DELETE: await createQueue("remote-delete"),
  QUEUE_URL_EXPORT: await createQueue("export"),
  QUEUE_URL_ERASE: await createQueue("erase"),
  MINIMAX_BASE_URL: providerUrl,
  MINIMAX_API_KEY: inject("minimaxKey"),
  ...inject("signer"),
  SMTP_URL: inject("smtpUrl"),
  WELCOME_CREDITS: "100",
  GENERATION_POLL_SECONDS: "0",
});

afterAll(async () => {
  const { closeDatabase } = await import("../../core/base/database.ts");
  await closeDatabase();
});
