/**
 * A storage that belongs to one test file, so that it can be stopped and filled. To be opened before any module of the
 * service is loaded, which is pointed at it by the environment: storage-of-this-file.ts does that.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import { freePort } from "../../functions/host/ports.ts";

/** Opens it, with the buckets that the environment names. */
export async function openStorage() {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-storage-"));
  const port = await freePort();
  const { STORAGE_REGION: region = "" } = process.env;
  const credentials = {
    accessKeyId: process.env.STORAGE_ACCESS_KEY_ID ?? "",
    secretAccessKey: process.env.STORAGE_SECRET_ACCESS_KEY ?? "",
  };
  const start = (limit: { limitBytes?: number } = {}) =>
    startS3({ dir, port, region, ...credentials, ...limit });
  let service = await start();
  const s3 = new S3Client({ endpoint: service.url, region, credentials, forcePathStyle: true });
  for (const [name, Bucket] of Object.entries(process.env))
    if (name.startsWith("STORAGE_BUCKET_")) await s3.send(new CreateBucketCommand({ Bucket }));
  process.env.STORAGE_ENDPOINT = service.url;
  return {
    /** From now on nobody answers there. */
    stop: () => service.stop(),
    /** Answers again, with what it had; `limitBytes` is all that it may hold. */
    restart: async (limit: { limitBytes?: number } = {}) => {
      await service.stop();
      service = await start(limit);
      if (service.port !== port) throw new Error("the port of the storage was taken meanwhile");
    },
    close: async () => {
      await service.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
