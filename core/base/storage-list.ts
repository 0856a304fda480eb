/** The listing of a bucket: the one question that a process asks before it serves. */
import { text } from "node:stream/consumers";
import { config } from "./config.ts";
import { refuseInTransaction } from "./database.ts";
import { BUCKETS, type Bucket } from "./storage.ts";
import { getFromStorage } from "./storage-get.ts";

const TIMEOUT_MS = 5_000;

export type Listed = { key: string; etag: string };

/** The first names of a bucket after `after`, in order, at most 1,000. Throws unless the storage answers in time. */
export async function listNames(bucket: Bucket, after?: string): Promise<Listed[]> {
  refuseInTransaction();
  const path = `/${BUCKETS[bucket]}`;
  const answer = await getFromStorage(
    path,
    { "list-type": "2", ...(after === undefined ? {} : { "start-after": after }) },
    { ownConnection: true, signal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  if (answer.statusCode !== 200) {
    answer.destroy();
    const { host } = new URL(config.STORAGE_ENDPOINT);
    throw new Error(`the storage answers a listing with ${answer.statusCode} (${host}${path})`);
  }
  const xml = await text(answer);
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = ""]) => ({
    key: textIn(entry, "Key"),
    etag: textIn(entry, "ETag").replaceAll("&quot;", '"').replaceAll("&#34;", '"'),
  }));
}

const textIn = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
