/**
 * The listing of a bucket without the SDK, whose loading alone would take longer than the rest of a cold start: for the one
 * question that a process asks before it serves. Signed as the SDK signs (AWS Signature Version 4).
 */
import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { text } from "node:stream/consumers";
import { config } from "./config.ts";
import { refuseInTransaction } from "./database.ts";
import { BUCKETS, type Bucket } from "./storage.ts";

const TIMEOUT_MS = 5_000;
const SERVICE = "s3";
const SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";
const EMPTY = createHash("sha256").update("").digest("hex");

export type Listed = { key: string; etag: string };

/** Another answer than a listing, whose status is the cause. */
class NotListed extends Error {
  override name = "NotListed";
}

/** The first names of a bucket after `after`, in order, at most 1,000. Throws unless the storage answers in time. */
export async function listNames(bucket: Bucket, after?: string): Promise<Listed[]> {
  refuseInTransaction();
  const url = new URL(`${config.STORAGE_ENDPOINT}/${BUCKETS[bucket]}`);
  url.searchParams.set("list-type", "2");
  if (after !== undefined) url.searchParams.set("start-after", after);
  const xml = await read(url);
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = ""]) => ({
    key: textIn(entry, "Key"),
    etag: textIn(entry, "ETag").replaceAll("&quot;", '"').replaceAll("&#34;", '"'),
  }));
}

/** Whether there is such a bucket. True while nobody can say: a storage that does not answer is no missing bucket. */
export const hasBucket = (bucket: Bucket): Promise<boolean> =>
  listNames(bucket).then(
    () => true,
    (error: Error) => error.cause !== 404,
  );

/**
 * The body of an answer that is a 200; any other one, a redirect too, throws with its status as the cause. On a connection
 * of its own, which no function that slept meanwhile finds dead; and not by `fetch`, whose first call alone compiles a
 * parser of HTTP, in WebAssembly.
 */
function read(url: URL): Promise<string> {
  const { get } = url.protocol === "https:" ? https : http;
  return new Promise((done, fail) => {
    const options = { headers: sign(url), agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const request = get(url, options, (answer) => {
      if (answer.statusCode === 200) text(answer).then(done, fail);
      else {
        const words = `The storage answers a listing with ${answer.statusCode} (${url.host}${url.pathname}).`;
        request.destroy(new NotListed(words, { cause: answer.statusCode }));
      }
    });
    request.on("error", fail);
  });
}

const textIn = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";

/** The headers that say who asks. The parameters are in the order of their names, and need no other encoding. */
function sign({ host, pathname, searchParams }: URL): Record<string, string> {
  // The real time, also where a test sets the clock: the storage refuses a signature of another hour.
  const instant = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = instant.slice(0, 8);
  const headers = { "x-amz-content-sha256": EMPTY, "x-amz-date": instant };
  const canonical = [
    "GET",
    pathname,
    searchParams.toString(),
    `host:${host}`,
    `x-amz-content-sha256:${EMPTY}`,
    `x-amz-date:${instant}`,
    "",
    SIGNED_HEADERS,
    EMPTY,
  ].join("\n");
  const scope = `${day}/${config.STORAGE_REGION}/${SERVICE}/aws4_request`;
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", instant, scope, hash].join("\n");
  const signature = hmac(signingKey(day), text).toString("hex");
  const credential = `Credential=${config.STORAGE_ACCESS_KEY_ID}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`;
  return { ...headers, authorization };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const signingKey = (day: string): Buffer =>
  [day, config.STORAGE_REGION, SERVICE, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${config.STORAGE_SECRET_ACCESS_KEY}`),
  );
