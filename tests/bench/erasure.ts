/**
 * The erasure of an account of 10,000 files, with its fences, its journal and its repeatable steps, beside what somebody
 * would write by hand for the same objects and rows. What proves it afterwards has no peer and a line of its own. BENCH_ERASURE_FILES (10,000) chooses the size.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import postgres from "postgres";
import { KEYS } from "../host/keys.ts";
import { bundle } from "../support/bundle.ts";
import { ERASURE_MAX_RATIO } from "./budgets.ts";
import { write } from "./bundle.ts";
import { inTurns, type Line, median, medianRatio } from "./line.ts";
import { ownerOf, type Stage } from "./stage.ts";

/** Each is an object with a thumbnail, made by a generation of its own. */
const FILES = Number(process.env.BENCH_ERASURE_FILES ?? 10_000);
const ROUNDS = 3;
/** Puts on their way at a time. */
const IN_FLIGHT = 32;
const BUCKETS = { MEDIA: "bench-media", EXPORTS: "bench-exports", JOURNAL: "bench-journal" };
const QUEUES = ["GENERATE", "MEDIA", "MAIL", "REMOTE_DELETE", "EXPORT", "ERASE"];

type Run = { seconds: number; proofSeconds: number };
type Cloud = { s3: S3Client; environment: Record<string, string>; stop(): Promise<void> };

/** Measures the line. */
export async function measureErasure(stage: Stage): Promise<Line[]> {
  const script = write(await bundle("tests/bench/erasure-worker.ts"), join(stage.dir, "erasure-worker"));
  const owner = postgres(ownerOf(stage), { max: 1, onnotice: () => undefined });
  const cloud = await startCloud(join(stage.dir, "erasure-cloud"));
  try {
    const proofs: number[] = [];
    const timed = async (mode: "ours" | "peer"): Promise<number> => {
      const accountId = await fillLibrary(owner, cloud.s3);
      const env = { ...process.env, ...cloud.environment };
      const given = [script, mode, accountId, BUCKETS.MEDIA];
      const { stdout } = await promisify(execFile)(process.execPath, given, { env });
      await requireGone(owner, cloud.s3, accountId);
      const { seconds, proofSeconds } = JSON.parse(stdout) as Run;
      if (mode === "ours") proofs.push(proofSeconds);
      return seconds - proofSeconds;
    };
    const values = await inTurns(
      ROUNDS,
      () => timed("ours"),
      () => timed("peer"),
    );
    const ratio = medianRatio(values);
    return [
      {
        what: `erasure of an account of ${FILES.toLocaleString("en")} files`,
        ours: `${median(values.ours).toFixed(1)} s`,
        peer: `${median(values.peer).toFixed(1)} s (DeleteObjects and SQL by hand)`,
        ratio: ratio.toFixed(2),
        budget: `<= ${ERASURE_MAX_RATIO}`,
        kept: ratio <= ERASURE_MAX_RATIO,
      },
      {
        what: "  its proof: the traces that are looked for, the scan of everything, the certificate",
        ours: `${median(proofs).toFixed(1)} s`,
        peer: "none",
        ratio: "",
        budget: "none",
        kept: true,
      },
    ];
  } finally {
    await cloud.stop();
    await owner.end();
  }
}

/** Storage and queues in a process of their own, so that their work is not the worker's. */
async function startCloud(dir: string): Promise<Cloud> {
  const script = join(import.meta.dirname, "../host/cloud-process.ts");
  const child = spawn(process.execPath, [script, dir], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { s3: s3Url, sqs: sqsUrl } = JSON.parse(String(line)) as { s3: string; sqs: string };
  const { region, ...credentials } = KEYS;
  const s3 = new S3Client({ endpoint: s3Url, region, credentials, forcePathStyle: true });
  for (const Bucket of Object.values(BUCKETS)) await s3.send(new CreateBucketCommand({ Bucket }));
  const sqs = new SQSClient({ endpoint: sqsUrl, region, credentials });
  const environment: Record<string, string> = {
    STORAGE_ENDPOINT: s3Url,
    STORAGE_ACCESS_KEY_ID: credentials.accessKeyId,
    STORAGE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    QUEUE_ENDPOINT: sqsUrl,
    QUEUE_ACCESS_KEY_ID: credentials.accessKeyId,
    QUEUE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  for (const [name, bucket] of Object.entries(BUCKETS)) environment[`STORAGE_BUCKET_${name}`] = bucket;
  for (const name of QUEUES) {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `bench-${name}` }));
    environment[`QUEUE_URL_${name}`] = QueueUrl;
  }
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { s3, environment, stop };
}

/** A new account with its library: rows by one statement each, objects one by one. Returns its id. */
async function fillLibrary(owner: postgres.Sql, s3: S3Client): Promise<string> {
  const [made] = await owner<{ id: string }[]>`
    insert into account (id, email, first_name, last_name, locale, password_hash, state, created_at, verified_at,
      last_sign_in_at)
    values (uuidv7(), gen_random_uuid() || '@example.org', 'Marguerite', 'Delaunay-Quatremère', 'fr', 'none', 'active',
      now(), now(), now()) returning id`;
  const id = made?.id ?? "";
  await owner`
    insert into generation (id, account_id, kind, model, prompt, settings, state, credits, credits_charged, request_hash,
      wake_at, deadline_at, created_at, submitted_at, finished_at)
    select uuidv7(), ${id}, 'image', 'image-01', 'A lighthouse at dusk, picture number ' || n,
      '{"kind":"image","model":"image-01","aspectRatio":"1:1","count":1}', 'ready', 2, 2, 'none',
      now(), now(), now(), now(), now() from generate_series(1, ${FILES}::int) n`;
  const rows = await owner<{ object_key: string; thumbnail_key: string }[]>`
    insert into media (id, account_id, generation_id, state, file_name, content_type, bytes, object_key, thumbnail_key,
      sha256, created_at)
    select uuidv7(), account_id, id, 'ready', 'pix2clip.jpg', 'image/jpeg', 4, 'aa/' || md5(id::text), 'bb/' || md5(id::text),
      md5(id::text) || md5(id::text), now() from generation where account_id = ${id} returning object_key, thumbnail_key`;
  await owner`vacuum (analyze) media, generation, account`;
  const keys = rows.flatMap((row) => [row.object_key, row.thumbnail_key]);
  const put = async () => {
    for (let Key = keys.pop(); Key !== undefined; Key = keys.pop())
      await s3.send(new PutObjectCommand({ Bucket: BUCKETS.MEDIA, Key, Body: "file" }));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, put));
  return id;
}

/** Throws unless both left nothing of the account. */
async function requireGone(owner: postgres.Sql, s3: S3Client, accountId: string): Promise<void> {
  const [left] = await owner<{ rows: number }[]>`
    select (select count(*) from account where id = ${accountId})::int
      + (select count(*) from media where account_id = ${accountId})::int as rows`;
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKETS.MEDIA, MaxKeys: 1 }));
  if (left?.rows !== 0 || KeyCount !== 0) throw new Error("something was left of the account");
}
