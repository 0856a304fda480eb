/**
 * The stage for the measurements: a Postgres of its own with the newest schema, one person with a library, and the
 * environment that points the service at it. Loaded before any module of the service.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import postgres from "postgres";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import { startPostgres } from "../../functions/host/postgres.ts";
import { migrate, setPassword } from "../../functions/migrate.ts";

export const PERSON = { email: "bench@example.org", password: "seven sleepy herons at dusk" };
/** Of both roles. */
const DATABASE_PASSWORD = "of-the-bench";
/** Nobody answers there; the measured parts call no queues, and of the storage only the journal's listing at the start. */
const NOWHERE = "http://127.0.0.1:9";
const STORAGE_KEYS = { accessKeyId: "bench", secretAccessKey: "bench", region: "fr-par" };
const JOURNAL = "bench-journal";
const GENERATIONS = 200;

export type Stage = {
  dir: string;
  port: number;
  databaseUrl: string;
  accountId: string;
  sessionToken: string;
  close(): Promise<void>;
};

/** Starts everything and fills it. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-bench-"));
  chmodSync(dir, 0o711); // the user that Postgres runs as must be able to enter
  const server = await startPostgres({
    dir: join(dir, "postgres"),
    password: DATABASE_PASSWORD,
    fsync: false,
  });
  const owner = postgres(server.url, { max: 1, onnotice: () => undefined });
  await owner`create database bench`;
  await owner.end();
  const ownerUrl = server.url.replace(/\/postgres$/, "/bench");
  await migrate(ownerUrl);
  await setPassword(server.url, "app", DATABASE_PASSWORD);
  const databaseUrl = ownerUrl.replace("owner:", "app:");
  const storage = await startS3({ dir: join(dir, "s3"), ...STORAGE_KEYS });
  await createJournal(storage.url);
  Object.assign(process.env, environment(databaseUrl, storage.url));
  const { accountId, sessionToken } = await fill(ownerUrl);
  return {
    dir,
    port: server.port,
    databaseUrl,
    accountId,
    sessionToken,
    close: async () => {
      const { closeDatabase } = await import("../../core/base/database.ts");
      await closeDatabase();
      await storage.stop();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The connection string of the role that migrates: it fills tables that the service may only add to. */
export const ownerOf = ({ databaseUrl }: Stage): string => databaseUrl.replace("app:", "owner:");

/** What a process adds to that environment to run as it would in the cloud; a local stack is none. */
export const IN_THE_CLOUD = {
  STAGE: "production",
  DEPLOYMENT: "aws",
  PUBLIC_URL: "https://pix2clip.example",
} as const;

async function createJournal(endpoint: string): Promise<void> {
  const { region, ...credentials } = STORAGE_KEYS;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: JOURNAL }));
  s3.destroy();
}

const environment = (databaseUrl: string, storageUrl: string): Record<string, string> => ({
  STAGE: "local",
  DEPLOYMENT: "host",
  PUBLIC_URL: "http://localhost:3000",
  SECRET_KEY: randomBytes(32).toString("base64url"),
  LOG_LEVEL: "silent",
  DATABASE_URL: databaseUrl,
  STORAGE_ENDPOINT: storageUrl,
  STORAGE_REGION: STORAGE_KEYS.region,
  STORAGE_ACCESS_KEY_ID: STORAGE_KEYS.accessKeyId,
  STORAGE_SECRET_ACCESS_KEY: STORAGE_KEYS.secretAccessKey,
  STORAGE_BUCKET_MEDIA: "bench",
  STORAGE_BUCKET_EXPORTS: "bench-exports",
  STORAGE_BUCKET_JOURNAL: JOURNAL,
  QUEUE_ENDPOINT: NOWHERE,
  QUEUE_REGION: "fr-par",
  QUEUE_ACCESS_KEY_ID: "bench",
  QUEUE_SECRET_ACCESS_KEY: "bench",
  ...Object.fromEntries(
    ["GENERATE", "MEDIA", "MAIL", "REMOTE_DELETE", "EXPORT", "ERASE"].map((name) => [
      `QUEUE_URL_${name}`,
      `${NOWHERE}/${name}`,
    ]),
  ),
});

/** One active person with a session, and a library of which each entry has a file. */
async function fill(ownerUrl: string): Promise<{ accountId: string; sessionToken: string }> {
  const { account } = await import("../../core/account/account.sql.ts");
  const { now } = await import("../../core/base/clock.ts");
  const { db, one } = await import("../../core/base/database.ts");
  const { hashPassword } = await import("../../core/session/password.ts");
  const { startSession } = await import("../../core/session/session.ts");
  const passwordHash = await hashPassword(PERSON.password);
  const names = { firstName: "Ana", lastName: "Durand", locale: "en" } as const;
  const row = one(
    await db()
      .insert(account)
      .values({
        ...names,
        email: PERSON.email,
        passwordHash,
        state: "active",
        verifiedAt: now(),
        lastSignInAt: now(),
      })
      .returning({ id: account.id }),
  );
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  await owner`
    insert into generation (id, account_id, kind, model, prompt, settings, state, credits, credits_charged, request_hash,
      wake_at, deadline_at, created_at, submitted_at, finished_at)
    select uuidv7(), ${row.id}, 'image', 'image-01', 'A lighthouse at dusk, ' || n,
      '{"kind":"image","model":"image-01","aspectRatio":"1:1","count":1}', 'ready', 2, 2, 'none',
      now(), now(), now() - n * interval '1 minute', now(), now() from generate_series(1, ${GENERATIONS}) n`;
  await owner`
    insert into media (id, account_id, generation_id, state, file_name, content_type, bytes, width, height, object_key,
      thumbnail_key, sha256, placeholder, created_at)
    select uuidv7(), account_id, id, 'ready', 'pix2clip.jpg', 'image/jpeg', 250000, 1024, 1024, 'aa/' || id, 'bb/' || id,
      repeat('a', 64), 'data:image/webp;base64,' || repeat('A', 120), created_at from generation`;
  await owner`analyze`;
  await owner.end();
  const { token } = await startSession(row.id);
  return { accountId: row.id, sessionToken: token };
}
