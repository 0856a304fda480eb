/**
 * One run of the export bench, in a process of its own so that its memory is its own: `export-worker.ts ours <id> [<n>]`
 * builds the export, as the worker that comes after `n` dead ones; `export-worker.ts peer <bucket> <target> <key>` copies
 * the same objects. Prints what it took.
 */
import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { HOUR, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { closeDatabase } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { PIECE_BYTES } from "../../core/privacy/export/build.ts";
import { nextStep, runExport } from "../../core/privacy/export/run.ts";

const [mode, ...given] = process.argv.slice(2);

/** Plan and parts, one after the other, as the queue would have them. The claims of dead workers have ended. */
async function ours(exportId: Id<"data_export">, before: number): Promise<void> {
  const ahead = before * HOUR;
  setClock(() => new Date(Date.now() + ahead));
  for (let part = await nextStep(exportId); part !== undefined; part = await nextStep(exportId))
    await runExport({ exportId, part });
}

/** A plain copy: each object is read in turn into one multipart upload, by the SDK's own uploader. */
async function peer(bucket: string, target: string, key: string): Promise<void> {
  const s3 = new S3Client({
    endpoint: config.STORAGE_ENDPOINT,
    region: config.STORAGE_REGION,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    credentials: {
      accessKeyId: config.STORAGE_ACCESS_KEY_ID,
      secretAccessKey: config.STORAGE_SECRET_ACCESS_KEY,
    },
  });
  const bytes = async function* () {
    for (let after: string | undefined; ; ) {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, ...(after ? { StartAfter: after } : {}) }),
      );
      for (const { Key } of page.Contents ?? []) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        yield* Body as Readable;
      }
      after = page.Contents?.at(-1)?.Key;
      if (!page.IsTruncated) return;
    }
  };
  const Body = Readable.from(bytes(), { objectMode: false });
  const params = { Bucket: target, Key: key, Body };
  await new Upload({ client: s3, params, partSize: PIECE_BYTES, queueSize: 3 }).done();
}

const began = performance.now();
if (mode === "ours") await ours(given[0] as Id<"data_export">, Number(given[1] ?? 0));
else await peer(given[0] ?? "", given[1] ?? "", given[2] ?? "");
const seconds = (performance.now() - began) / 1000;
await closeDatabase();
console.log(JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }));
