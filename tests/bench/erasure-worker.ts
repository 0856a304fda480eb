/**
 * One erasure, in a process of its own: `erasure-worker.ts ours <account>` has the engine erase the account, from its
 * beginning to the signed certificate; `erasure-worker.ts peer <account> <bucket>` deletes the same objects and rows by
 * hand. Prints the seconds that it took, and how many of them went into the proof.
 */
import { DeleteObjectsCommand, S3Client } from "@aws-sdk/client-s3";
import postgres from "postgres";
import { actAs } from "../../core/base/actor.ts";
import { config } from "../../core/base/config.ts";
import { closeDatabase } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { runErasure } from "../../core/privacy/erasure/run.ts";
import { WORK } from "../../core/privacy/erasure/work.ts";

const [mode, accountId = "", Bucket = ""] = process.argv.slice(2);

/** The steps that remove nothing: what to look for afterwards, and that nothing of it is found. */
const PROOF = ["traces", "scan"] as const;
let proofSeconds = 0;
for (const step of PROOF) {
  const work = WORK[step];
  WORK[step] = async (row) => {
    const began = performance.now();
    try {
      return await work(row);
    } finally {
      proofSeconds += (performance.now() - began) / 1000;
    }
  };
}

async function ours(id: Id<"account">): Promise<void> {
  const erase = async () => {
    await beginErasure(id, { reason: "erase_now", silently: true });
    if ((await runErasure(id)) !== "done") throw new Error("the erasure waits for something");
  };
  await actAs({ type: "task", name: "erase" }, erase);
}

/** What somebody would write who knows the tables: the objects, a thousand at a time, then the rows, then the account. */
async function byHand(): Promise<void> {
  const sql = postgres(config.DATABASE_URL, { max: 1, fetch_types: false });
  const s3 = new S3Client({
    endpoint: config.STORAGE_ENDPOINT,
    region: config.STORAGE_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: config.STORAGE_ACCESS_KEY_ID,
      secretAccessKey: config.STORAGE_SECRET_ACCESS_KEY,
    },
  });
  const files = await sql<{ key: string }[]>`
    select unnest(array[object_key, thumbnail_key]) as key from media where account_id = ${accountId}`;
  for (let start = 0; start < files.length; start += 1000) {
    const Objects = files.slice(start, start + 1000).map(({ key }) => ({ Key: key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }
  await sql`delete from media where account_id = ${accountId}`;
  await sql`delete from generation where account_id = ${accountId}`;
  await sql`delete from session where account_id = ${accountId}`;
  await sql`delete from account where id = ${accountId}`;
  await sql.end();
}

const began = performance.now();
if (mode === "ours") await ours(accountId as Id<"account">);
else await byHand();
const seconds = (performance.now() - began) / 1000;
await closeDatabase();
console.log(JSON.stringify({ seconds, proofSeconds }));
