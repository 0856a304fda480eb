/**
 * Everything the service needs, on this machine: Postgres, S3, SQS, a mailbox and a stand-in for the model provider,
 * with all data in one folder. Started in the order in which one needs the other, stopped in reverse.
 */
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Hono } from "hono";
import { createBucket } from "./bucket.ts";
import { localSigner } from "./certificate.ts";
import { startS3 } from "./cloud/s3-server.ts";
import { startSqs } from "./cloud/sqs-server.ts";
import { type Door, openDoor } from "./door.ts";
import { cloudKeys, type InnerServices, localEnvironment } from "./environment.ts";
import { type DataFolder, takeFolder } from "./folder.ts";
import { callersDatabase, ownDatabase } from "./local-database.ts";
import { freePort } from "./ports.ts";
import { createQueue } from "./queues.ts";

export type LocalOptions = {
  /** Holds all data; made when missing. */
  dir: string;
  /** Where the pages are served, or on the next free port. */
  port: number;
  /** Factor on the pretended waiting of the stand-in for the provider; 0: none. */
  sandboxWait?: number;
  /** What stored files may take of the disk, in MiB: a full one would stop the database as well. */
  storageLimitMib?: number;
  /** Takes a line for whoever waits. */
  say: (line: string) => void;
  /** Ends the start between two steps. */
  signal: AbortSignal;
};

const BUCKETS = { media: "pix2clip-media", exports: "pix2clip-exports", journal: "pix2clip-journal" };
/** What requests, messages and clocks in hand get to finish in, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Starts the stack; `cleanup` learns what to stop, also when the start fails half-way. Sets this process's environment
 * and only then loads the service. Throws FolderInUse, ConfigError, or whatever a part could not start for.
 */
export async function startLocalStack(
  options: LocalOptions,
  cleanup: AsyncDisposableStack,
): Promise<{ url: string }> {
  const step = () => options.signal.throwIfAborted();
  const folder = takeFolder(options.dir);
  cleanup.defer(folder.release);
  const door = await openDoor(options.port);
  cleanup.defer(() => door.close(PATIENCE));
  if (door.port !== options.port)
    options.say(`Port ${options.port} is taken, so it is ${door.port} this time.`);
  step();
  const database = process.env.DATABASE_URL
    ? callersDatabase(process.env.DATABASE_URL)
    : await ownDatabase(folder.inner("postgres"), folder.ports.postgres, {
        owner: folder.secrets.databaseOwnerPassword,
        app: folder.secrets.databaseAppPassword,
      });
  const { inner, apps } = await startInnerServices(options, folder, door, database.url, cleanup);
  const environment = localEnvironment(process.env, folder.secrets, inner);
  const decided = Object.entries(environment).filter(([name, value]) => process.env[name] !== value);
  folder.leaveEnvironment(Object.fromEntries(decided));
  Object.assign(process.env, environment);
  // The first module that reads the environment: a bad variable is named before the slow part begins.
  await import("../../core/base/config.ts");
  step();
  const { stop } = await database.start(options.say);
  cleanup.defer(stop);
  step();
  const { startService } = await import("./serve.ts");
  const service = await startService(apps);
  cleanup.defer(() => service.stop(PATIENCE));
  // Stopped first: no request may arrive while the rest goes.
  cleanup.defer(() => door.close(PATIENCE));
  door.open(service.listener);
  await service.begin(options.say, options.signal);
  folder.announce(door.url);
  return { url: door.url };
}

/** S3, SQS, the stand-in and the mailbox, all in this process. */
async function startInnerServices(
  options: LocalOptions,
  { inner, ports, secrets }: DataFolder,
  door: Door,
  databaseUrl: string,
  cleanup: AsyncDisposableStack,
): Promise<{ inner: InnerServices; apps: Record<string, Hono> }> {
  const keys = cloudKeys(secrets);
  const limit =
    options.storageLimitMib === undefined ? {} : { limitBytes: options.storageLimitMib * 1024 ** 2 };
  const s3 = await startS3({ dir: inner("s3"), port: ports.s3, log: options.say, ...keys, ...limit });
  cleanup.defer(s3.stop);
  const sqs = await startSqs({ dir: inner("sqs"), port: ports.sqs, log: options.say, ...keys });
  cleanup.defer(sqs.stop);
  const mailbox = process.env.SMTP_URL ? undefined : await startLocalMailbox(inner("mail"), ports.smtp);
  if (mailbox) cleanup.defer(mailbox.stop);
  const sandbox = process.env.MINIMAX_API_KEY
    ? undefined
    : await startSandbox(options, inner("minimax"), ports.provider, secrets.providerKey);
  if (sandbox) cleanup.defer(sandbox.stop);
  const storage = new S3Client({ endpoint: s3.url, forcePathStyle: true, ...sdkKeys(keys) });
  for (const name of Object.values(BUCKETS)) await createBucket(storage, name, door.url);
  return {
    apps: mailbox?.apps ?? {},
    inner: {
      publicUrl: door.url,
      databaseUrl,
      storageUrl: s3.url,
      buckets: BUCKETS,
      queueUrl: sqs.url,
      queues: await createQueues(new SQSClient({ endpoint: sqs.url, ...sdkKeys(keys) })),
      ...(mailbox ? { smtpUrl: mailbox.smtpUrl } : {}),
      ...(sandbox ? { providerUrl: sandbox.url } : {}),
      signer: await localSigner(inner("signer")),
    },
  };
}

const sdkKeys = ({ region, ...credentials }: ReturnType<typeof cloudKeys>) => ({ region, credentials });

async function startLocalMailbox(dir: string, port: number) {
  const { startMailbox } = await import("../sandbox/mailbox/mailbox.ts");
  const { MAILBOX_PATH } = await import("../sandbox/mailbox/pages.ts");
  const { smtpUrl, app, stop } = await startMailbox({ dir, port: await freePort(port) });
  return { smtpUrl, stop, apps: { [MAILBOX_PATH]: app } };
}

async function startSandbox(options: LocalOptions, dir: string, port: number, apiKey: string) {
  const { serveMinimax } = await import("../sandbox/minimax/serve.ts");
  const speed = options.sandboxWait === undefined ? {} : { speed: options.sandboxWait };
  return serveMinimax({ dir, port, apiKey, ...speed });
}

async function createQueues(sqs: SQSClient): Promise<InnerServices["queues"]> {
  const open = (name: string) => createQueue(sqs, `pix2clip-${name}`);
  return {
    generate: await open("generate"),
    media: await open("media"),
    mail: await open("mail"),
    "remote-delete": await open("remote-delete"),
    export: await open("export"),
    erase: await open("erase"),
  };
}
