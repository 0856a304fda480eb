/**
 * A GET to the storage without the SDK, signed as the SDK signs (AWS Signature Version 4): for what a process asks before
 * it serves, since loading the SDK would take longer than the rest of a cold start; and for what reads thousands of files
 * one after the other, since each request of the SDK leaves a quarter of a megabyte of garbage.
 */
import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { config } from "./config.ts";

const SERVICE = "s3";
const SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";
const EMPTY = createHash("sha256").update("").digest("hex");

type Options = {
  headers?: Record<string, string>;
  /** A connection of its own, which no function that slept meanwhile finds dead; otherwise one that is kept open. */
  ownConnection?: boolean;
  signal?: AbortSignal;
};

const kept = {
  "http:": new http.Agent({ keepAlive: true }),
  "https:": new https.Agent({ keepAlive: true }),
};

/**
 * The answer, whatever its status; a redirect is not followed. `parameters` are in the order of their names, and need no
 * encoding. Not by `fetch`, whose first call alone compiles a parser of HTTP, in WebAssembly.
 */
export function getFromStorage(
  path: string,
  parameters: Record<string, string> = {},
  { headers = {}, ownConnection = false, signal }: Options = {},
): Promise<http.IncomingMessage> {
  const url = new URL(config.STORAGE_ENDPOINT + path.replace(/[^/]+/g, encoded));
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const { get } = url.protocol === "https:" ? https : http;
  const agent = ownConnection ? false : kept[url.protocol as keyof typeof kept];
  return new Promise((done, fail) => {
    const options = { headers: { ...sign(url), ...headers }, agent, ...(signal ? { signal } : {}) };
    get(url, options, done).on("error", fail);
  });
}

/** Encoded as a signature has it (RFC 3986), which is more than URLs need. */
const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The headers that say who asks. */
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
